// The text of a message: line breaks kept, web addresses made into links.
import { Fragment } from 'react'
import { OutwardLink } from './cards/outward-link.tsx'

const address = /(https?:\/\/[^\s<>"]+)/g
// Punctuation after an address belongs to the sentence.
const tail = /[.,;:!?)\]}'’”]+$/

export const MessageText = ({ text }: { text: string }) => (
  <p className="message-text" dir="auto">
    {text.split(address).map((piece, i) => {
      if (i % 2 === 0) return <Fragment key={i}>{piece}</Fragment>
      const end = tail.exec(piece)?.[0] ?? ''
      const url = piece.slice(0, piece.length - end.length)
      return (
        <Fragment key={i}>
          <OutwardLink url={url}>{url}</OutwardLink>
          {end}
        </Fragment>
      )
    })}
  </p>
)
