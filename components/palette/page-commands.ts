/** What can be done on the page: what one of its buttons does, in the words that it has, and why it can't be pressed now. */
export type PageCommand = { word: string; note: string | null; disabledReason: string | null; run: () => void }

/**
 * The page's own buttons and the items of its menus, read when the palette opens: so no screen can forget to offer what it does, nor offer
 * what a role may not do. Those of a row, and others that share their words, don't say what they act on, and a form's belong to its fields.
 */
export function readPageCommands(): PageCommand[] {
  const commands = [...document.querySelectorAll<HTMLButtonElement>('button[data-command]')].filter(isOffered).map(toCommand)
  const sayTheSame = (one: PageCommand, other: PageCommand) => one.word === other.word && one.note === other.note
  return commands.filter(command => commands.filter(other => sayTheSame(command, other)).length === 1)
}

const isOffered = (button: HTMLButtonElement): boolean =>
  button.closest('dialog, form, table, main li') === null &&
  button.ariaChecked !== 'true' &&
  (button.closest('[role="menu"]') !== null || button.checkVisibility())

function toCommand(button: HTMLButtonElement): PageCommand {
  return {
    word: button.ariaLabel ?? textOf(referenced(button, 'aria-labelledby') ?? button),
    note: labelsAround(button).join(' of ') || null,
    disabledReason: button.ariaDisabled === 'true' ? textOf(referenced(button, 'aria-describedby') ?? button) : null,
    run: () => button.click(),
  }
}

/** Without the key that stands on it. */
function textOf(element: Element): string {
  const copy = element.cloneNode(true) as Element
  for (const key of copy.querySelectorAll('kbd')) key.remove()
  return copy.textContent.trim()
}

const referenced = (button: Element, attribute: string): Element | null => document.getElementById(button.getAttribute(attribute) ?? '')

/** Of the menu and, in it, of the group. */
const labelsAround = (item: Element): string[] =>
  ['[role="menu"]', '[role="menu"] [role="group"]'].flatMap(around => item.closest(around)?.ariaLabel ?? [])
