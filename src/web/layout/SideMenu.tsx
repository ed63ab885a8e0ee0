/** The menu of the signed-in party. */
import {
  AimOutlined,
  ApartmentOutlined,
  ApiOutlined,
  AuditOutlined,
  BankOutlined,
  BarChartOutlined,
  CalendarOutlined,
  ContainerOutlined,
  DollarOutlined,
  EnvironmentOutlined,
  FieldTimeOutlined,
  FileTextOutlined,
  LineChartOutlined,
  NodeIndexOutlined,
  RadarChartOutlined,
  SafetyCertificateOutlined,
  ScheduleOutlined,
  StopOutlined,
  WarningOutlined,
  FileExcelOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { NavLink } from 'react-router'
import { AlertBadge } from '#alert/ui/AlertBadge.tsx'
import type { OrganisationKind } from '#kernel/organisation.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { MENU_BY_KIND, MENU_PATHS, menuTexts, type MenuKey } from './menu.ts'

const ICONS: Readonly<Record<MenuKey, ReactNode>> = {
  departures: <ScheduleOutlined aria-hidden />,
  calendar: <CalendarOutlined aria-hidden />,
  timetables: <FieldTimeOutlined aria-hidden />,
  services: <NodeIndexOutlined aria-hidden />,
  rateSheets: <DollarOutlined aria-hidden />,
  bookings: <FileTextOutlined aria-hidden />,
  figures: <BarChartOutlined aria-hidden />,
  diagram: <LineChartOutlined aria-hidden />,
  embargoes: <StopOutlined aria-hidden />,
  restrictions: <SafetyCertificateOutlined aria-hidden />,
  containers: <ContainerOutlined aria-hidden />,
  map: <EnvironmentOutlined aria-hidden />,
  alerts: <WarningOutlined aria-hidden />,
  geofences: <AimOutlined aria-hidden />,
  trackers: <RadarChartOutlined aria-hidden />,
  positionLists: <FileExcelOutlined aria-hidden />,
  organisations: <ApartmentOutlined aria-hidden />,
  organisation: <BankOutlined aria-hidden />,
  ledger: <AuditOutlined aria-hidden />,
  developers: <ApiOutlined aria-hidden />,
}

const texts = defineTexts({
  label: { zh: '主菜单', en: 'Main menu', ru: 'Главное меню' },
  motto: {
    zh: '中欧班列数字贸易平台',
    en: 'China–Europe trains',
    ru: 'Поезда Китай — Европа',
  },
})

interface SideMenuProps {
  readonly kind: OrganisationKind
  /** Called when an item is followed: a drawer closes then. */
  readonly onChoose?: () => void
}

export function SideMenu({ kind, onChoose }: SideMenuProps) {
  const t = useTexts(menuTexts)
  const own = useTexts(texts)
  return (
    <nav className="side-menu" aria-label={own('label')}>
      <div className="brand">
        <img src="/mark.svg" alt="" width={30} height={30} />
        <span>
          <span className="brand-name">landbridge</span>
          <span className="brand-motto">{own('motto')}</span>
        </span>
      </div>
      <ul>
        {MENU_BY_KIND[kind].map((key) => (
          <li key={key}>
            <NavLink to={MENU_PATHS[key]} {...(onChoose && { onClick: onChoose })}>
              {ICONS[key]}
              {t(key)}
              {key === 'alerts' && <AlertBadge />}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
