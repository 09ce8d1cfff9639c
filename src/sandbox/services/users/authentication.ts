/** `Authentication.svc/UserByAccessKey.Get` (leadsquared-api.md 7.1, [doc] /user-authentication/). */
import { KeyUserPrinted } from '#wire/user/authentication.ts'
import { offer, type Operation } from '../../calls/operation.ts'
import { organisation } from '../../seed/organisation.ts'

export const authenticationOperations: readonly Operation[] = [
  offer('GET', 'Authentication.svc/UserByAccessKey.Get', 'documented', (request, world) => {
    const user = world.tenant.userById(request.userId)
    if (!user) throw new Error('The keys belong to a user who is gone.')
    const body: KeyUserPrinted = {
      Class: '1',
      Group: '1',
      SubRegionId: '1',
      Id: user.id,
      Name: world.tenant.nameOf(user.id),
      PassPhrase: user.email,
      Role: user.role,
      EmailAddress: null,
      SessionId: '',
      TimeZone: user.timeZone,
      TokenId: null,
      Type: 'ApplicationUser',
      OrgDisplayName: organisation.name,
      OrgId: organisation.id,
      OrgShortCode: String(organisation.shortCode),
      OrgUniqueName: organisation.uniqueName,
      DefaultCountryCode: organisation.countryCode,
      Website: organisation.website,
      Street1: organisation.street,
      Street2: '',
      City: '',
      State: '',
      Country: '',
      Phone: '',
      Fax: '',
      Zip: '',
      AssociatedPhoneNumbers: '',
      RestrictedFeatures: null,
      CustomerType: 'Example',
      Plan: null,
      UserType: 'Regular',
      MobileServiceURLs: {
        ReportsURL: 'https://reports.example.com/CommonServices',
        FileUploadURL: 'https://files.example.com/File/Upload',
      },
      LSQCommonServiceURLs: {
        api: world.switches.homeHost ?? request.host,
        app: 'run.example.com',
      },
    }
    return { schema: KeyUserPrinted, body }
  }),
]
