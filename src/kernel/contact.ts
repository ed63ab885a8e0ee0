/** How to reach a person: telephone and e-mail address, bounded, judged by form only. */
import { z } from 'zod'

import { textValue, type ValueTexts } from '#kernel/value.ts'

export const contactTexts = {
  'phone.format': {
    zh: '电话号码应为 6 至 15 位数字，可以 + 和国家代码开头，例如 +86 531 8888 0000',
    en: 'A telephone number is 6 to 15 digits, with + and the country code if abroad, for example +86 531 8888 0000',
    ru: 'Номер телефона — от 6 до 15 цифр, для другой страны с + и кодом, например +86 531 8888 0000',
  },
  'email.format': {
    zh: '电子邮箱地址格式不正确，例如 wang@example.cn',
    en: 'This is not an e-mail address; one looks like wang@example.cn',
    ru: 'Это не адрес электронной почты; пример: wang@example.cn',
  },
} as const satisfies ValueTexts

export const Phone = textValue({
  normalise: (typed) => typed.replace(/[\s().‐-–-]/g, ''),
  fault: (phone) => (/^\+?\d{6,15}$/.test(phone) ? undefined : { code: 'phone.format' }),
  texts: contactTexts,
})
  .meta({
    description:
      'Telephone number, ITU-T E.164: at most 15 digits. Spaces and hyphens are dropped.',
    examples: ['+8653188880000'],
  })
  .brand<'Phone'>()
export type Phone = z.infer<typeof Phone>

/** Lower-cased whole: no mail host of this trade tells `Wang@` from `wang@`, and one person must have one account. */
export const Email = textValue({
  normalise: (typed) => typed.trim().toLowerCase(),
  fault: (email) =>
    email.length <= 254 &&
    /^[^\s@"<>(),;:\\]{1,64}@([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/.test(email)
      ? undefined
      : { code: 'email.format' },
  texts: contactTexts,
})
  .meta({
    description: 'E-mail address, RFC 5321 section 4.1.2 (plain form), at most 254 characters.',
    examples: ['wang@example.cn'],
  })
  .brand<'Email'>()
export type Email = z.infer<typeof Email>
