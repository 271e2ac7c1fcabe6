// Marks the whole of a value that is there to be copied, when somebody goes to it.

const choose = ({ target }: Event): void => {
  if (target instanceof HTMLInputElement && target.readOnly) target.select()
}
// A click puts the cursor into the value after it got the focus.
document.addEventListener('focusin', choose)
document.addEventListener('click', choose)
