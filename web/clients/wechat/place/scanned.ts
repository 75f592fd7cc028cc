// What stands in a scanned code of a place: the address of our page, or nothing of ours.
export function codeIn(text: string): string | undefined {
  return /#\/place\/([\w-]{40,400})$/.exec(text.trim())?.[1]
}
