// What the command can be asked, as it prints it.

export const usage = `parley-verify checks evidence without asking the platform.

  parley-verify bundle FILE          what was done under somebody's permissions (*.parley-evidence.json)
  parley-verify log URL-OR-FOLDER    a whole log, from its tiles and entry bundles
  parley-verify checkpoint FILE      a signed checkpoint (C2SP tlog-checkpoint)
  parley-verify inclusion --checkpoint FILE --index N --proof FILE (--entry FILE | --leaf-hash HEX)
  parley-verify consistency --older FILE --newer FILE --proof FILE
  parley-verify tlog-proof FILE (--entry FILE | --leaf-hash HEX)

Whom you trust (keys never come from the evidence; ask for them somewhere else)
  --policy FILE        logs, witnesses and quorum (C2SP tlog-policy)
  --log-key KEY        the verifier key of a log; instead of a policy
  --witness KEY        the verifier key of a witness; may be repeated
  --witnesses N        how many witnesses must have signed; all of them, unless said
  --mirror KEY         whose word counts that no further entry exists; may be repeated
  --receipt-key KEY    the key of receipts, when it is not that of the log; may be repeated

What else
  --lid HEX            the name that the person or app kept: is this their evidence?
  --log URL-OR-FOLDER  with a bundle: look for left-out entries in the whole log
  --receipts FILE      with a bundle: a JSON list of receipts that somebody kept
  --from FILE          with a log: an earlier checkpoint that it must continue
  --foreign            with a log: its entries are not those of Parley
  --fresh SECONDS      witnesses must have signed within these
  --now TIME           judge as of this time
  --json               answer as JSON

A proof file has one hash in base64 on each line.
Exit: 0 valid, 1 a rule was broken or something is forged, 2 cannot be read, 3 something needed is missing;
70 the program itself failed and says nothing about the evidence.
`
