/** A line to paste and its place. */
export interface Fix {
  where: string
  line: string
}

/** The values that the lines contain. */
export interface Place {
  deskUrl: string
  deskHost: string
  deskOrigin: string
  /** What `PORTAL_ORIGINS` must hold. */
  origins: string
  sandbox: string
}

/** What embedding takes: be allowed to frame, the embed itself, its sandbox, and cookies in it. */
export interface Lines {
  framing: (place: Place) => readonly Fix[]
  embed: (place: Place) => readonly Fix[]
  sandbox: (place: Place) => readonly Fix[]
  cookies: (place: Place) => readonly Fix[]
}

/** The sandbox permissions that the desk needs. embed.js sets the same. */
export const sandboxFlags =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads'

const ours = ({ origins }: Place): Fix => ({
  where: 'The desk’s environment',
  line: `PORTAL_ORIGINS="${origins}"`,
})
const script = ({ deskUrl }: Place) =>
  `<script async src="${deskUrl}/embed.js"></script>\n<appointment-desk></appointment-desk>`
const frame = ({ deskUrl }: Place) =>
  `<iframe src="${deskUrl}/?embed=1" title="Book an appointment" width="100%" height="1100" allow="clipboard-write"></iframe>`

export type Portal =
  | 'plain'
  | 'sharepoint'
  | 'teams'
  | 'salesforce'
  | 'confluence'
  | 'liferay'
  | 'servicenow'
  | 'leadsquared'

interface Recipe {
  name: string
  /** What `PORTAL_ORIGINS` usually holds for it. */
  origins: readonly string[]
  /** Tells it by an origin around us. */
  looksLike: RegExp
  /** What differs from a plain page. */
  lines: Partial<Lines>
  /** The vendor's pages with which the lines were compared on `checkedOn`. Empty: we could read none of them then. */
  sources: readonly string[]
}

/** The day on which the lines were last compared with the vendors' documentation. */
export const checkedOn = '2026-11-28'

/** The requirements of each portal. Replace names in capitals. */
export const portals: Readonly<Record<Portal, Recipe>> = {
  plain: {
    name: 'Your own page, nginx',
    origins: ['https://portal.example.com'],
    looksLike: /^$/,
    sources: [],
    lines: {
      framing: (place) => [
        ours(place),
        {
          where: 'nginx of the portal, if it sends a Content-Security-Policy',
          line: `add_header Content-Security-Policy "script-src 'self' ${place.deskOrigin}; frame-src ${place.deskOrigin}" always;`,
        },
      ],
      embed: (place) => [{ where: 'The portal’s page', line: script(place) }],
      sandbox: ({ sandbox }) => [
        { where: 'The portal’s iframe, if you wrote it yourself', line: `sandbox="${sandbox}"` },
      ],
      cookies: () => [
        {
          where: 'nginx and DNS: serve the desk below the portal’s own domain',
          line: 'server_name desk.portal.example.com;',
        },
      ],
    },
  },
  sharepoint: {
    name: 'SharePoint',
    origins: ['https://TENANT.sharepoint.com'],
    looksLike: /\.sharepoint\.com$/,
    sources: [],
    lines: {
      framing: (place) => [
        ours(place),
        { where: 'Site settings, HTML Field Security: allow this domain', line: place.deskHost },
      ],
      embed: (place) => [
        { where: 'The Embed web part (no events)', line: frame(place) },
        { where: 'An SPFx web part (with events)', line: script(place) },
      ],
    },
  },
  teams: {
    name: 'Teams and Microsoft 365',
    origins: [
      'https://*.cloud.microsoft',
      'https://teams.microsoft.com',
      'https://*.teams.microsoft.com',
      'https://*.microsoft365.com',
      'https://*.office.com',
      'https://outlook.office.com',
      'https://outlook.office365.com',
    ],
    looksLike: /[/.](cloud\.microsoft|(teams\.microsoft|microsoft365|office|office365)\.com)$/,
    sources: [
      'https://learn.microsoft.com/en-us/microsoftteams/platform/tabs/how-to/tab-requirements',
    ],
    lines: {
      framing: (place) => [
        ours(place),
        { where: 'The app’s manifest', line: `"validDomains": ["${place.deskHost}"]` },
      ],
      embed: (place) => [
        {
          where:
            'The app’s manifest: a tab on a page of yours that calls app.initialize() of TeamsJS 2.19 or later',
          line: `"staticTabs": [{ "entityId": "desk", "name": "Book", "contentUrl": "https://portal.example.com/teams-tab", "scopes": ["personal"] }]`,
        },
        { where: 'That page; list its origin too', line: script(place) },
      ],
    },
  },
  salesforce: {
    name: 'Salesforce',
    origins: ['https://MYDOMAIN.lightning.force.com', 'https://MYDOMAIN.my.salesforce.com'],
    looksLike: /\.(force|salesforce)\.com$/,
    sources: [
      'https://help.salesforce.com/s/articleView?id=xcloud.security_trusted_urls_manage.htm&type=5',
      'https://developer.salesforce.com/docs/platform/object-reference/references/standard-objects/object-domain.html',
    ],
    lines: {
      framing: (place) => [
        ours(place),
        {
          where: 'Setup, Trusted URLs: this address, with frame-src (iframe content) ticked',
          line: place.deskOrigin,
        },
      ],
      embed: (place) => [
        { where: 'A Visualforce page or an iframe component', line: frame(place) },
      ],
      cookies: () => [
        {
          where:
            'DNS, for an Experience Cloud site on a custom domain: the desk below the same domain. Lightning has no domain of yours, so sign in there by a token of the portal',
          line: 'desk.example.com  CNAME  the-host-of-the-desk',
        },
      ],
    },
  },
  confluence: {
    name: 'Confluence',
    origins: ['https://SITE.atlassian.net'],
    looksLike: /\.(atlassian\.net|atlassian-dev\.net)$/,
    sources: ['https://developer.atlassian.com/platform/forge/custom-ui/iframe'],
    lines: {
      framing: (place) => [
        ours(place),
        { where: 'The allow-list of the iframe macro', line: place.deskOrigin },
      ],
      embed: (place) => [{ where: 'The iframe macro', line: frame(place) }],
      sandbox: ({ deskUrl }) => [
        {
          where: 'A Forge app cannot widen its sandbox: link to the desk where windows are needed',
          line: `<a href="${deskUrl}/" target="_blank" rel="noopener">Book an appointment</a>`,
        },
      ],
    },
  },
  liferay: {
    name: 'Liferay',
    origins: ['https://portal.example.com'],
    looksLike: /liferay/,
    sources: [
      'https://learn.liferay.com/en/w/dxp/security-and-administration/security/iframe-sanitizer',
    ],
    lines: {
      embed: (place) => [
        { where: 'A fragment or web content, not a comment or a message', line: script(place) },
      ],
      sandbox: ({ sandbox }) => [
        {
          where:
            'Instance Settings, Security Tools, Iframe Sanitizer: the Sandbox Attribute Values (2025.Q4 or later); blank forbids everything',
          line: sandbox,
        },
      ],
    },
  },
  servicenow: {
    name: 'ServiceNow',
    origins: ['https://INSTANCE.service-now.com'],
    looksLike: /\.service-now\.com$/,
    sources: [
      'https://www.servicenow.com/docs/r/australia/platform-user-interface/content-management-system/t_IFrame.html',
      'https://www.servicenow.com/docs/r/australia/platform-security/authentication/configure-custom-url.html',
      'https://www.servicenow.com/docs/r/australia/customer-service-management/customer-self-service-and-omnichannel-engagement/set-up-custom-url.html',
    ],
    lines: {
      embed: (place) => [
        {
          where: 'Content Management, Specialty Content, iFrames: the URL',
          line: `${place.deskUrl}/?embed=1`,
        },
      ],
      cookies: () => [
        {
          where:
            'A custom URL of the instance on the desk’s domain (plugin com.snc.customurl), because Safari blocks the cookies of other sites',
          line: 'support.example.com  CNAME  INSTANCE.service-now.com',
        },
      ],
    },
  },
  leadsquared: {
    name: 'LeadSquared custom tab',
    origins: ['https://*.leadsquared.com'],
    looksLike: /\.leadsquared\.com$/,
    sources: [
      'https://help.leadsquared.com/leadsquared-help-home/',
      'https://apidocs.leadsquared.com/create-custom-tab/',
    ],
    lines: {
      embed: (place) => [
        {
          where:
            'Apps Marketplace, Custom Tab Connector, Add Custom Tab: the URL of a tab that fills in the lead',
          line: `${place.deskUrl}/?embed=1&lead=@{Lead:ProspectID,}`,
        },
      ],
    },
  },
}
