/** The organisation that the sandbox's keys belong to; invented. */
export const organisation = {
  id: '99999999-9999-4999-8999-000000000001',
  name: 'Example Org',
  shortCode: 10_001,
  uniqueName: 't20260105000000',
  countryCode: '91',
  website: 'www.example.com',
  street: '1 Example Street',
} as const
