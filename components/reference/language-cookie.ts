import type { Language } from '#components/reference/language.ts'

export const languageCookie = 'posthorn-language'

export const languageWords: Record<Language, string> = { curl: 'curl', typescript: 'TypeScript', python: 'Python', go: 'Go' }

export const readLanguage = (value: string | undefined): Language =>
  value !== undefined && Object.hasOwn(languageWords, value) ? (value as Language) : 'curl'
