/** The map's colours by day and by night, and the key that explains them. */
export interface Palette {
  readonly water: string
  readonly land: string
  readonly coast: string
  readonly gauge1435: string
  readonly gauge1520: string
  readonly ferry: string
  readonly station: string
  readonly crossing: string
  readonly text: string
  readonly halo: string
  readonly way: string
  readonly box: string
  readonly stale: string
  /** As planned, late, three days late, five. */
  readonly tones: readonly [string, string, string, string]
  /** Of a number on each of these. */
  readonly onTones: readonly [string, string, string, string]
  /** What people said, what the tracker saw, where it changed trains. */
  readonly milestones: Readonly<Record<'said' | 'seen' | 'lifted', string>>
}

export const PALETTES: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    water: '#d5e5ea',
    land: '#f7f6f1',
    coast: '#b3c9d0',
    gauge1435: '#3f7fa6',
    gauge1520: '#b0713a',
    ferry: '#6b96a6',
    station: '#5b6f7a',
    crossing: '#8c2f5b',
    text: '#2c3f4a',
    halo: '#f7f6f1',
    way: '#0b6477',
    box: '#d6431f',
    stale: '#7b8a92',
    tones: ['#17708a', '#5f7a1f', '#e3a008', '#c0271b'],
    onTones: ['#ffffff', '#ffffff', '#221900', '#ffffff'],
    milestones: { said: '#0c2f3f', seen: '#2f8f5b', lifted: '#8c2f5b' },
  },
  dark: {
    water: '#0b1d26',
    land: '#1c323d',
    coast: '#38535f',
    gauge1435: '#5f9fc6',
    gauge1520: '#c98f5a',
    ferry: '#5f8796',
    station: '#9db3bd',
    crossing: '#dd8fb4',
    text: '#d6e3e9',
    halo: '#12242d',
    way: '#3fb3c9',
    box: '#ff7a52',
    stale: '#8fa0a9',
    tones: ['#3fb3c9', '#a5bf5a', '#f0b429', '#ff7a6b'],
    onTones: ['#06222a', '#1a2105', '#221900', '#2d0703'],
    milestones: { said: '#d6e3e9', seen: '#6fd09b', lifted: '#dd8fb4' },
  },
}

/** Numbers on marks and Latin names: the reader's own fonts. */
export const COUNT_FACE = 'Segoe UI, Helvetica Neue, Arial, sans-serif'
