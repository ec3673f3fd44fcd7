/** Without the special meaning that LIKE gives to some characters; Prisma's `contains`, and its case-insensitive `equals`, leave it them. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
