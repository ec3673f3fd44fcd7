'use client'
import { useEffect, useState } from 'react'
import { checkSignature, type SignatureInput, type SignatureReport } from '#components/signature-debugger/check.ts'

/** The report on what is pasted now; what was asked before and answered later counts for nothing. */
export function useSignatureReport(input: SignatureInput): SignatureReport | null {
  const key = JSON.stringify(input)
  const [answer, setAnswer] = useState<{ key: string; report: SignatureReport } | null>(null)
  useEffect(() => {
    let current = true
    void checkSignature(JSON.parse(key)).then(report => current && setAnswer({ key, report }))
    return () => {
      current = false
    }
  }, [key])
  return answer?.key === key ? answer.report : null
}
