/** A train number (车次) as the railway writes it: X8083, 75001, X9031/2. */
import { textValue, type ValueTexts } from '#kernel/value.ts'

export const trainNumberTexts = {
  'train_number.format': {
    zh: '车次应如 X8083 或 75001，现为“{typed}”',
    en: 'A train number is written like X8083 or 75001, not “{typed}”',
    ru: 'Номер поезда записывается как X8083 или 75001, а не «{typed}»',
  },
} as const satisfies ValueTexts

export const TrainNumber = textValue({
  normalise: (typed) => typed.trim().toUpperCase(),
  fault: (text) =>
    /^[A-Z]?\d{3,5}(\/\d{1,5})?$/.test(text)
      ? undefined
      : { code: 'train_number.format', facts: { typed: text.slice(0, 40) } },
  texts: trainNumberTexts,
}).meta({
  description: 'Train number (车次) as the railway writes it',
  examples: ['X8083', '75001'],
})
