/** One look for what stands in the nav, be it a link or a button. */
export const navItem =
  'flex h-(--size-control) w-full items-center gap-2 rounded-md px-2 text-left text-muted hover:bg-hover hover:text-text aria-[current=page]:bg-selected aria-[current=page]:font-medium aria-[current=page]:text-text'
