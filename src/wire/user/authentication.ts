/**
 * `GET Authentication.svc/UserByAccessKey.Get` (leadsquared-api.md 7.1, [doc] /user-authentication/): whose keys these
 * are, and which host serves the account. It answers on every host.
 */
import { z } from 'zod'
import { objectOrArrayOfOne } from '../envelope.ts'
import { Guid } from '../printed.ts'
import { RequiredText, Text, TextOrNull } from '../tolerant.ts'

/** The user of the keys as a client reads it. PassPhrase holds the e-mail, and EmailAddress is null ([doc]). */
export const KeyUserReply = objectOrArrayOfOne(
  z.object({
    Id: RequiredText,
    Name: Text,
    Role: Text,
    PassPhrase: Text,
    EmailAddress: TextOrNull,
    TimeZone: TextOrNull,
    OrgDisplayName: Text,
    OrgShortCode: Text,
    /** Bare host names, without scheme and path ([client]). */
    LSQCommonServiceURLs: z
      .object({ api: TextOrNull, app: TextOrNull })
      .nullish()
      .transform((urls) => urls ?? { api: null, app: null }),
  }),
)
export type KeyUserReply = z.infer<typeof KeyUserReply>

/** The same to the letter. Both URL objects have more members than are known. */
export const KeyUserPrinted = z.strictObject({
  Class: z.string(),
  Group: z.string(),
  SubRegionId: z.string(),
  Id: Guid,
  Name: z.string(),
  PassPhrase: z.string(),
  Role: z.string(),
  EmailAddress: z.null(),
  SessionId: z.string(),
  TimeZone: z.string(),
  TokenId: z.null(),
  Type: z.literal('ApplicationUser'),
  OrgDisplayName: z.string(),
  OrgId: Guid,
  OrgShortCode: z.string(),
  OrgUniqueName: z.string(),
  DefaultCountryCode: z.string(),
  Website: z.string(),
  Street1: z.string(),
  Street2: z.string(),
  City: z.string(),
  State: z.string(),
  Country: z.string(),
  Phone: z.string(),
  Fax: z.string(),
  Zip: z.string(),
  AssociatedPhoneNumbers: z.string(),
  RestrictedFeatures: z.null(),
  CustomerType: z.string(),
  Plan: z.null(),
  UserType: z.string(),
  MobileServiceURLs: z.strictObject({ ReportsURL: z.string(), FileUploadURL: z.string() }),
  LSQCommonServiceURLs: z.strictObject({ api: z.string(), app: z.string() }),
})
export type KeyUserPrinted = z.infer<typeof KeyUserPrinted>
