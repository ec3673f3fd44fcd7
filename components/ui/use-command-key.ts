'use client'
import { useSyncExternalStore } from 'react'

const never = () => () => {}
const ofThisKeyboard = () => (/^(Mac|iP)/.test(navigator.platform) ? '⌘' : 'Ctrl')

/** What the command key is called here. */
export const useCommandKey = (): string => useSyncExternalStore(never, ofThisKeyboard, () => '⌘')
