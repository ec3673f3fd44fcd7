'use client'
import { createContext, type ReactNode, useContext, useState } from 'react'
import type { Language } from '#components/reference/language.ts'
import { languageCookie } from '#components/reference/language-cookie.ts'

type Choice = { language: Language; choose: (language: Language) => void }
const LanguageChoice = createContext<Choice>({ language: 'curl', choose: () => {} })
const yearSeconds = 365 * 24 * 3600

/** One choice for every example, kept in a cookie that the server reads: the first paint has the right language. */
export function LanguageProvider({ initial, children }: { initial: Language; children: ReactNode }) {
  const [language, setLanguage] = useState(initial)
  const choose = (next: Language) => {
    setLanguage(next)
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs https
    document.cookie = `${languageCookie}=${next}; path=/docs; max-age=${yearSeconds}; samesite=lax`
  }
  return <LanguageChoice value={{ language, choose }}>{children}</LanguageChoice>
}

export const useLanguage = (): Choice => useContext(LanguageChoice)
