/** How landbridge looks: calm and dense, for people who have it open all day. Every text colour stands at least 4.5 : 1 on its ground. */
import type { ThemeConfig } from 'antd'

const INK = '#12232e'
const INK_SOFT = '#465965'
const ACCENT = '#0b6477'
const NIGHT = '#0c2f3f'

export const theme: ThemeConfig = {
  token: {
    colorPrimary: ACCENT,
    colorInfo: ACCENT,
    // Derived from so dark an accent, antd's own pale grounds come out grey.
    colorPrimaryBg: '#e2f1f5',
    colorPrimaryBgHover: '#d3e8ee',
    colorInfoBg: '#e2f1f5',
    colorInfoBorder: '#a6cfda',
    colorSuccessBg: '#e6f5ec',
    colorSuccessBorder: '#a9d9bc',
    colorWarningBg: '#fdf3de',
    colorWarningBorder: '#ecd29c',
    colorErrorBg: '#fdeceb',
    colorErrorBorder: '#f0b8b4',
    colorLink: '#0a5a86',
    colorSuccess: '#1b6e42',
    colorWarning: '#8a5200',
    colorError: '#b3261e',
    colorText: INK,
    colorTextSecondary: INK_SOFT,
    colorTextTertiary: '#566873',
    colorTextDescription: INK_SOFT,
    colorTextPlaceholder: '#667782',
    colorBgLayout: '#f2f5f6',
    colorBorder: '#c3ced4',
    colorBorderSecondary: '#dfe6e9',
    colorSplit: '#e3e9ec',
    borderRadius: 6,
    // By language, in app.css: a Chinese face sets Latin quotes and Cyrillic too wide.
    fontFamily: 'var(--face)',
    fontSize: 14,
    wireframe: false,
    controlOutlineWidth: 3,
  },
  components: {
    Layout: { siderBg: NIGHT, headerBg: '#ffffff', headerHeight: 52, headerPadding: '0 20px' },
    Menu: {
      darkItemBg: NIGHT,
      darkItemColor: '#c6d8df',
      darkItemHoverBg: '#153f52',
      darkItemSelectedBg: '#176074',
      itemHeight: 38,
    },
    Table: {
      headerBg: '#edf2f4',
      headerColor: INK_SOFT,
      headerSplitColor: 'transparent',
      cellPaddingBlockMD: 9,
      cellPaddingInlineMD: 12,
      rowHoverBg: '#f3f8f9',
    },
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    Card: { headerHeight: 46, bodyPadding: 18 },
    Descriptions: { itemPaddingBottom: 10 },
    Form: { itemMarginBottom: 24, labelColor: INK_SOFT },
    Typography: { titleMarginBottom: 0, titleMarginTop: 0 },
  },
}
