// Puts a text on the clipboard.

/** False where the browser does not allow it, on an origin that is not secure for example. */
export const copyText = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
