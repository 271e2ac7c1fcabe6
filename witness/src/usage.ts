// What the command can be asked, as it prints it.

export const usage = `parley-witness follows logs, checks that they only grow, and signs what it has seen (C2SP tlog-witness).

  parley-witness --data FOLDER --name NAME --log KEY@URL      answers until it is stopped
  parley-witness --data FOLDER --name NAME --print-keys       makes the keys if need be, prints them and ends

  --data FOLDER     what it has seen, and its keys; one witness for each folder
  --name NAME       its name in signatures, like witness.example/w1; cannot change later
  --log KEY@URL     a log: its verifier key and its address; may be repeated
  --policy FILE     the logs of a C2SP tlog-policy, instead
  --mirror          read all entries too, and answer where a tag stands
  --host HOST       the interface to listen on (localhost)
  --port PORT       the port to listen on (4120)
  --poll SECONDS    how often a mirror looks at the log (1)
`
