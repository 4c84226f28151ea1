import {
  AuthorizationAction,
  type AuthorizationOperation,
  AuthorizationPolicy,
  type AuthorizationPolicyProps,
  type AuthorizationRule,
  type AuthorizationSource,
  Condition,
} from '../../lib';
import { problemsOf } from '../../lib/admission';
import { fieldText } from '../../lib/manifests/field-path';
import { mistakeTextsOf, newChart } from '../support';

function mistakesIn(props: AuthorizationPolicyProps): string[] {
  return mistakeTextsOf(new AuthorizationPolicy(newChart(), 'policy', props)).map((line) =>
    line.replace('[test/policy] AuthorizationPolicy "test-policy": spec.', ''),
  );
}

const mistakesInRule = (rule: AuthorizationRule) =>
  mistakesIn({ rules: [rule] }).map((line) => line.replace('rules[0].', ''));

const { ALLOW, DENY, AUDIT, CUSTOM } = AuthorizationAction;
/** What istiod warns of where DENY asks for HTTP alone. */
const DENIES_TCP =
  'also denies all TCP traffic, because TCP requests have no HTTP fields to match; set ports in "to"';
const rules: AuthorizationRule[] = [{ to: [{ ports: [8080] }] }];

test('names the construct, the object and the field', () => {
  const policy = new AuthorizationPolicy(newChart(), 'policy', {
    rules: [{ to: [{ methods: ['get'] }] }],
  });

  expect(mistakeTextsOf(policy)).toEqual([
    '[test/policy] AuthorizationPolicy "test-policy": spec.rules[0].to[0].operation.methods[0] ' +
      '"get" never matches, because methods are upper case; write "GET"',
  ]);
});

describe('the object', () => {
  test.each<[string, AuthorizationPolicyProps, string[]]>([
    ['a rule for everything', { rules: [{}] }, []],
    ['a rule for everything, denied', { action: DENY, rules: [{}] }, []],
    ['a rule for everything, asked for', { action: CUSTOM, provider: 'x', rules: [{}] }, []],
    [
      'a rule for everything behind another',
      { action: DENY, rules: [...rules, {}] },
      ['rules[1] matches all requests, so the other rules change nothing; remove it, or remove the others'],
    ],
    [
      'DENY of nothing',
      { action: DENY, rules: [] },
      ['rules is empty, so DENY never happens; add a rule, {} for all requests'],
    ],
    [
      'AUDIT of nothing',
      { action: AUDIT },
      ['rules is empty, so AUDIT never happens; add a rule, {} for all requests'],
    ],
    [
      'CUSTOM for nothing',
      { action: CUSTOM, provider: 'x' },
      ['rules is empty, so CUSTOM never happens; add a rule, {} for all requests'],
    ],
    [
      'CUSTOM for nobody',
      { action: CUSTOM, provider: '', rules },
      ['provider.name is missing, and CUSTOM needs it; name an extension provider'],
    ],
    [
      'DENY by HTTP alone',
      { action: DENY, rules: [{ to: [{ paths: ['/admin'] }] }] },
      [`rules[0] ${DENIES_TCP}`],
    ],
    ['512 rules', { rules: Array(512).fill(rules[0]) }, []],
    ['513 rules', { rules: Array(513).fill(rules[0]) }, ['rules has 513 rules; Istio allows at most 512']],
    [
      '513 sources',
      { rules: [{ from: Array(513).fill({ ipBlocks: ['10.0.0.1'] }) }] },
      ['rules[0].from has 513 sources; Istio allows at most 512'],
    ],
  ])('%s', (_, props, mistakes) => {
    expect(mistakesIn(props)).toEqual(mistakes);
  });

  test('a manifest that no construct made', () => {
    const mistakes = (name: string, spec: object, annotations = {}) =>
      problemsOf(
        'AuthorizationPolicy',
        { name, namespace: undefined, labels: {}, annotations, spec },
        '1.32',
      ).map(({ field, message }) => `${fieldText(field)} ${message}`);
    const to = [{ operation: { ports: ['8080'] } }];
    const dryRun = (value: string) => ({ 'istio.io/dry-run': value });

    expect(mistakes('policy', {})).toEqual([]);
    expect(mistakes('policy', { rules: [] }, dryRun('true'))).toEqual([]);
    expect(mistakes('policy', { rules: [{ to }] }, dryRun('yes'))).toEqual([
      'metadata.annotations["istio.io/dry-run"] "yes" is neither true nor false; use "true", or remove it',
    ]);
    expect(mistakes('policy', { action: AUDIT, rules: [{ to }] }, dryRun('true'))).toEqual([
      'metadata.annotations["istio.io/dry-run"] cannot be used with action AUDIT; remove it, or use ALLOW or DENY',
    ]);
    expect(mistakes('policy', { provider: { name: 'x' }, rules: [{ to }] })).toEqual([
      'spec.provider cannot be used with action ALLOW; use CUSTOM, or remove it',
    ]);
    expect(mistakes('policy', { action: 'allow', rules: [{ to }] })).toEqual([
      'spec.action "allow" is unknown; use one of ALLOW, DENY, AUDIT, CUSTOM',
    ]);
    expect(mistakes('Policy', { rules: [{ from: [{}], to: [{}] }] })).toEqual([
      'metadata.name "Policy" is not a Kubernetes name; use lower-case letters, digits, "-" and ".", with a letter or digit at both ends',
      expect.stringMatching(
        /^spec\.rules\[0]\.from\[0]\.source has no conditions; set one of principals, notPrincipals,/,
      ),
      expect.stringMatching(
        /^spec\.rules\[0]\.to\[0]\.operation has no conditions; set one of hosts, notHosts,/,
      ),
    ]);
    expect(mistakes('policy', { rules: [{ to: [{ operation: { ports: ['http'] } }] }] })).toEqual([
      'spec.rules[0].to[0].operation.ports[0] "http" is not a port; use a whole number from 1 to 65535',
    ]);
  });
});

describe('empty lists', () => {
  test.each<[string, AuthorizationRule, string[]]>([
    [
      'parts',
      { from: [], to: [], when: [] },
      [
        'from is empty, so the rule matches requests from everywhere; add an entry, or remove it',
        'to is empty, so the rule matches all operations; add an entry, or remove it',
        'when is empty, so the rule has no conditions; add an entry, or remove it',
      ],
    ],
    [
      'a list beside others',
      { from: [{ principals: [], ipBlocks: ['10.0.0.1'] }], to: [{ methods: [], ports: [80] }] },
      [
        'from[0].source.principals is empty; add a value, or remove it for no condition',
        'to[0].operation.methods is empty; add a value, or remove it for no condition',
      ],
    ],
    [
      'values of a condition',
      { when: [Condition.claim('groups', { values: [] })] },
      ['when[0].values is empty; add a value, or remove it for no condition'],
    ],
    [
      'text',
      { from: [{ notNamespaces: [''] }], when: [Condition.requestHeader('x-a', { notValues: ['a', ''] })] },
      [
        'from[0].source.notNamespaces[0] is empty; remove it, or write "*" for any value',
        'when[0].notValues[1] is empty; remove it, or write "*" for any value',
      ],
    ],
  ])('%s', (_, rule, mistakes) => {
    expect(mistakesInRule(rule)).toEqual(mistakes);
  });
});

describe('sources', () => {
  const wildcard = (value: string) =>
    `"${value}" has "*" where Istio compares it literally; write one, at the beginning or the end`;
  const noPrincipal = 'write "cluster.local/ns/NAMESPACE/sa/NAME"';
  const noSubject = 'has no subject; write "ISSUER/SUBJECT", or "ISSUER/*" for any subject';
  const noAccount = 'is not a ServiceAccount; write "NAME" or "NAMESPACE/NAME", without "*"';
  const noNamespace = 'is not a namespace; use lower-case letters, digits and "-", and "*" for any text';
  const noAddress = 'is neither an IP address nor a CIDR block such as "10.0.0.0/8"';

  const lists: [keyof AuthorizationSource, string[], [string, string][]][] = [
    [
      'principals',
      ['*', 'cluster.local/ns/a/sa/b', 'cluster.local/*', '*/sa/b', 'example.org/billing/pay'],
      [
        [
          'spiffe://cluster.local/ns/a/sa/b',
          '"spiffe://cluster.local/ns/a/sa/b" never matches, because principals have no "spiffe://"; ' +
            'write "cluster.local/ns/a/sa/b"',
        ],
        ['ns/a/sa/b', `"ns/a/sa/b" does not begin with a trust domain; ${noPrincipal}`],
        ['cart', `"cart" is not a principal; ${noPrincipal}`],
        ['cluster.local/ns/*/sa/b', wildcard('cluster.local/ns/*/sa/b')],
        ['*/sa/*', wildcard('*/sa/*')],
      ],
    ],
    [
      'serviceAccounts',
      ['cart', 'shop/cart'],
      [
        ['shop/*', `"shop/*" ${noAccount}`],
        ['cluster.local/ns/a/sa/b', `"cluster.local/ns/a/sa/b" ${noAccount}`],
        ['shop/', `"shop/" ${noAccount}`],
        ['a'.repeat(321), `"${'a'.repeat(321)}" ${noAccount}`],
      ],
    ],
    [
      'namespaces',
      ['*', 'shop', 'prod-*', '*-prod', 'a-*-z', 'a*z*'],
      [
        ['Shop', `"Shop" ${noNamespace}`],
        ['shop/cart', `"shop/cart" ${noNamespace}`],
      ],
    ],
    [
      'trustDomains',
      ['*', 'cluster.local', '*.example.com', 'td-*'],
      [
        [
          'cluster.local/ns/a',
          '"cluster.local/ns/a" is not a trust domain; write a name without "/", such as "cluster.local"',
        ],
        ['td-*.local', wildcard('td-*.local')],
      ],
    ],
    [
      'requestPrincipals',
      [
        '*',
        'https://accounts.example.com/*',
        'https://accounts.example.com/a*',
        '*/alice',
        'me/alice',
        'me*',
      ],
      [
        ['https://accounts.example.com', `"https://accounts.example.com" ${noSubject}`],
        ['https://accounts.example.com*', `"https://accounts.example.com*" ${noSubject}`],
        ['https://accounts.example.com/', `"https://accounts.example.com/" ${noSubject}`],
        ['alice', `"alice" ${noSubject}`],
        ['*/*', wildcard('*/*')],
        ['https://*/alice', wildcard('https://*/alice')],
      ],
    ],
    ...(['ipBlocks', 'remoteIpBlocks'] as const).map(
      (name): [keyof AuthorizationSource, string[], [string, string][]] => [
        name,
        ['10.0.0.0/8', '10.1.2.3', 'fd00::/8'],
        [
          ['10.0.0.0/33', `"10.0.0.0/33" ${noAddress}`],
          ['10.*', `"10.*" ${noAddress}`],
        ],
      ],
    ),
  ];

  test.each(lists)('%s', (name, right, wrong) => {
    const not = `not${name[0]?.toUpperCase()}${name.slice(1)}`;

    for (const list of [name, not]) {
      expect(mistakesInRule({ from: [{ [list]: right }] })).toEqual([]);
      expect(mistakesInRule({ from: [{ [list]: wrong.map(([value]) => value) }] })).toEqual(
        wrong.map(([, mistake], i) => `from[0].source.${list}[${i}] ${mistake}`),
      );
    }
  });

  test.each<[string, AuthorizationSource, string[]]>([
    [
      'ServiceAccounts beside principals',
      { serviceAccounts: ['cart'], notPrincipals: ['cluster.local/ns/a/sa/b'] },
      ['serviceAccounts cannot be used with notPrincipals; write two sources, or keep one of them'],
    ],
    [
      'ServiceAccounts beside namespaces',
      { notServiceAccounts: ['cart'], namespaces: ['shop'] },
      ['notServiceAccounts cannot be used with namespaces; write two sources, or keep one of them'],
    ],
    ['ServiceAccounts beside addresses', { serviceAccounts: ['cart'], ipBlocks: ['10.0.0.1'] }, []],
    ['16 ServiceAccounts', { serviceAccounts: Array(16).fill('cart') }, []],
    [
      '17 ServiceAccounts',
      { serviceAccounts: Array(17).fill('cart') },
      ['serviceAccounts has 17 names, and Istio allows at most 16; use principals'],
    ],
  ])('%s', (_, source, mistakes) => {
    expect(mistakesInRule({ from: [source] })).toEqual(
      mistakes.map((mistake) => `from[0].source.${mistake}`),
    );
  });
});

describe('operations', () => {
  const segment = (path: string, odd: string) =>
    `"${path}" has the segment "${odd}"; a segment must be text, "{*}" or "{**}"`;

  const lists: [keyof AuthorizationOperation, (string | number)[], [string | number, string][]][] = [
    [
      'hosts',
      ['*', 'shop.example.com', 'Shop.example.com:8080', 'shop.example.com:*', '*.example.com'],
      [
        [
          'https://shop.example.com',
          '"https://shop.example.com" is not a host; write a host as in the Host header, such as "shop.example.com"',
        ],
        [
          'shop.*.com',
          '"shop.*.com" has "*" where Istio compares it literally; write one, at the beginning or the end',
        ],
      ],
    ],
    [
      'methods',
      ['*', 'GET', 'P*', '*ET', 'PROPFIND', 'CONNECT'],
      [
        ['get', '"get" never matches, because methods are upper case; write "GET"'],
        ['GET,POST', '"GET,POST" is not a method; write each method as a value of its own, such as "GET"'],
        ['G*T', '"G*T" has "*" where Istio compares it literally; write one, at the beginning or the end'],
      ],
    ],
    [
      'paths',
      [
        '*',
        '/',
        '/api',
        '/api/*',
        '*/info',
        '/.well-known/*',
        '/{*}',
        '/a/{*}/b/{**}',
        '/{**}',
        '/a/{**}/b.c',
      ],
      [
        ['api', '"api" does not begin with "/", as every path does; write "/api"'],
        ['{*}/a', '"{*}/a" does not begin with "/", as every path does; write "/{*}/a"'],
        [
          '/api?q=1',
          '"/api?q=1" never matches, because paths are compared without query and fragment; write the path only',
        ],
        [
          '/a/../b',
          '"/a/../b" never matches, because Envoy resolves "." and ".." first; write the resolved path',
        ],
        [
          '/a/*/b',
          '"/a/*/b" has "*" where Istio compares it literally; write one, at the beginning or the end, ' +
            'or "{*}" for a segment',
        ],
        ['/users/{id}', segment('/users/{id}', '{id}')],
        ['/a/{*}/*', segment('/a/{*}/*', '*')],
        ['/a/x{*}', segment('/a/x{*}', 'x{*}')],
        ['/a//{*}', segment('/a//{*}', '')],
        ['/a/{**}/{*}', '"/a/{**}/{*}" has another pattern after "{**}"; make "{**}" the last one'],
      ],
    ],
    [
      'ports',
      [1, 8080, 65535],
      [
        [0, '0 is not a port; use a whole number from 1 to 65535'],
        [65536, '65536 is not a port; use a whole number from 1 to 65535'],
        [80.5, '"80.5" is not a port; use a whole number from 1 to 65535'],
      ],
    ],
  ];

  test.each(lists)('%s', (name, right, wrong) => {
    const not = `not${name[0]?.toUpperCase()}${name.slice(1)}`;

    for (const list of [name, not]) {
      expect(mistakesInRule({ to: [{ [list]: right }] })).toEqual([]);
      expect(mistakesInRule({ to: [{ [list]: wrong.map(([value]) => value) }] })).toEqual(
        wrong.map(([, mistake], i) => `to[0].operation.${list}[${i}] ${mistake}`),
      );
    }
  });
});

describe('conditions', () => {
  const values = ['a'];

  test.each([
    'destination.labels[app]',
    'source.user',
    'request.headers',
    'request.headers[]',
    'request.headers[x a]',
    'request.headersx[a]',
    'request.auth.claims',
    'request.auth.claims[a]b',
    'experimental.envoy.filters.a.b',
    'constructor',
  ])('no attribute %s', (key) => {
    expect(mistakesInRule({ when: [Condition.of(key, { values })] })).toEqual([
      `when[0].key "${key}" is not an attribute; use one of source.ip, remote.ip, source.namespace, source.principal, ` +
        'source.serviceAccount, source.trustDomain, request.auth.principal, request.auth.audiences, ' +
        'request.auth.presenter, destination.ip, destination.port, connection.sni, request.headers[NAME], ' +
        'request.auth.claims[NAME]',
    ]);
  });

  test.each<[string, Condition, string]>([
    [
      'an address',
      Condition.sourceIp({ values: ['web'] }),
      'values[0] "web" is neither an IP address nor a CIDR block such as "10.0.0.0/8"',
    ],
    [
      'an address of the client',
      Condition.remoteIp({ notValues: ['web'] }),
      'notValues[0] "web" is neither an IP address nor a CIDR block such as "10.0.0.0/8"',
    ],
    [
      'an address that is called',
      Condition.destinationIp({ values: ['web'] }),
      'values[0] "web" is neither an IP address nor a CIDR block such as "10.0.0.0/8"',
    ],
    [
      'a port',
      Condition.destinationPort({ values: [0] }),
      'values[0] 0 is not a port; use a whole number from 1 to 65535',
    ],
    [
      'a namespace',
      Condition.sourceNamespace({ values: ['Shop'] }),
      'values[0] "Shop" is not a namespace; use lower-case letters, digits and "-", and "*" for any text',
    ],
    [
      'a principal',
      Condition.sourcePrincipal({ values: ['cart'] }),
      'values[0] "cart" is not a principal; write "cluster.local/ns/NAMESPACE/sa/NAME"',
    ],
    [
      'a ServiceAccount',
      Condition.sourceServiceAccount({ values: ['shop/*'] }),
      'values[0] "shop/*" is not a ServiceAccount; write "NAME" or "NAMESPACE/NAME", without "*"',
    ],
    [
      'a trust domain',
      Condition.sourceTrustDomain({ values: ['a/b'] }),
      'values[0] "a/b" is not a trust domain; write a name without "/", such as "cluster.local"',
    ],
    [
      'a subject',
      Condition.requestPrincipal({ values: ['alice'] }),
      'values[0] "alice" has no subject; write "ISSUER/SUBJECT", or "ISSUER/*" for any subject',
    ],
    [
      'a name for TLS',
      Condition.connectionSni({ values: ['a.*.com'] }),
      'values[0] "a.*.com" has "*" where Istio compares it literally; write one, at the beginning or the end',
    ],
  ])('%s that is none', (_, condition, mistake) => {
    expect(mistakesInRule({ when: [condition] })).toEqual([`when[0].${mistake}`]);
  });

  test('any text in headers and claims', () => {
    const text = { values: ['text/*;q=0.5', 'a:*:read'] };

    expect(
      mistakesInRule({
        when: [Condition.requestHeader('accept', text), Condition.claim('scope', text)],
      }),
    ).toEqual([]);
  });
});

describe('CUSTOM', () => {
  const mistakesInCustom = (rule: AuthorizationRule) =>
    mistakesIn({ action: CUSTOM, provider: 'x', rules: [rule] }).map((line) => line.replace('rules[0].', ''));
  const unknown = 'is not known yet when Envoy enforces CUSTOM; remove it, or use another action';

  test.each<[keyof AuthorizationSource, string]>([
    ['principals', 'cluster.local/ns/a/sa/b'],
    ['serviceAccounts', 'a/b'],
    ['namespaces', 'a'],
    ['trustDomains', 'cluster.local'],
    ['requestPrincipals', '*'],
  ])('%s', (name, value) => {
    const not = `not${name[0]?.toUpperCase()}${name.slice(1)}`;

    expect(mistakesInCustom({ from: [{ [name]: [value] }] })).toEqual([`from[0].source.${name} ${unknown}`]);
    expect(mistakesInCustom({ from: [{ [not]: [value] }] })).toEqual([`from[0].source.${not} ${unknown}`]);
  });

  test.each([
    Condition.sourceNamespace({ values: ['a'] }),
    Condition.sourcePrincipal({ values: ['*'] }),
    Condition.sourceServiceAccount({ values: ['a'] }),
    Condition.sourceTrustDomain({ values: ['a'] }),
    Condition.requestPrincipal({ values: ['*'] }),
    Condition.requestAudiences({ values: ['a'] }),
    Condition.requestPresenter({ values: ['a'] }),
    Condition.claim('a', { values: ['a'] }),
  ])('condition %#', (condition) => {
    expect(mistakesInCustom({ when: [condition] })).toEqual([`when[0].key ${unknown}`]);
  });

  test('what is known', () => {
    expect(
      mistakesInCustom({
        from: [{ ipBlocks: ['10.0.0.1'], remoteIpBlocks: ['10.0.0.1'] }],
        to: [{ paths: ['/admin/*'] }],
        when: [
          Condition.requestHeader('x-a', { values: ['*'] }),
          Condition.sourceIp({ values: ['10.0.0.1'] }),
        ],
      }),
    ).toEqual([]);
  });
});

test.each([ALLOW, DENY, AUDIT] as const)('%s knows identities', (action) => {
  const warnings = action === DENY ? [`rules[0] ${DENIES_TCP}`] : [];
  expect(mistakesIn({ action, rules: [{ from: [{ requestPrincipals: ['*'] }] }] })).toEqual(warnings);
});
