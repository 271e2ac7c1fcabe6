// The purposes an app may register, as codes of the W3C Data Privacy Vocabulary. Advertising and marketing are not among them.

/** DPV 2 purposes (https://w3id.org/dpv); the text is how the consent page explains the code. */
export const purposeCodes = {
  'dpv:RequestedServiceProvision': 'to do what you ask it to do',
  'dpv:ServicePersonalisation': 'to fit a service to you',
  'dpv:CommunicationManagement': 'to send and show messages for you',
  'dpv:PaymentManagement': 'to handle payments and receipts',
  'dpv:PersonalisedBenefits': 'to offer you something of use',
  'dpv:TechnicalServiceProvision': 'to make another program or device work for you',
  'dpv:IdentityAuthentication': 'to know who signs in'
} as const satisfies Record<string, string>

export type PurposeCode = keyof typeof purposeCodes
export const isPurposeCode = (code: string): code is PurposeCode => Object.hasOwn(purposeCodes, code)
