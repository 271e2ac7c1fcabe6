// The title of the browser tab: the page's name, and how many messages wait.
import { useEffect } from 'react'

let page = ''
let unread = 0

const write = () => {
  const count = unread > 0 ? `(${unread > 99 ? '99+' : unread}) ` : ''
  document.title = page ? `${count}${page} · Parley` : `${count}Parley`
}

export const usePageTitle = (title: string): void => {
  useEffect(() => {
    page = title
    write()
  }, [title])
}

export const useUnreadInTitle = (count: number): void => {
  useEffect(() => {
    unread = count
    write()
  }, [count])
}
