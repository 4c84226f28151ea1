import { ApiObject, Chart, Testing } from 'cdk8s';
import { Deployment, Namespace, Pod, ServiceAccount } from 'cdk8s-plus-28';
import {
  AuthorizationAction,
  AuthorizationPolicy,
  type AuthorizationPolicyProps,
  type AuthorizationRule,
  type AuthorizationSourceLike,
  Condition,
  EchoServer,
  HttpMethod,
  MeshNamespace,
  NamespaceReference,
  Principal,
  type ServiceIdentity,
  TargetReference,
} from '../../lib';
import { errorsOf, mistakesOf, newChart, specOf } from '../support';

const containers = [{ image: 'x' }];
const rules: AuthorizationRule[] = [{ to: [{ methods: [HttpMethod.GET] }] }];
const written = [{ to: [{ operation: { methods: ['GET'] } }] }];

const newPolicy = (props: AuthorizationPolicyProps, namespace?: string) =>
  new AuthorizationPolicy(newChart(namespace), 'policy', props);

function mistakesIn(policy: AuthorizationPolicy): string[] {
  return mistakesOf(policy).map((line) =>
    line.replace('[test/policy] AuthorizationPolicy "test-policy": ', ''),
  );
}

const ruleOf = (rule: AuthorizationRule) =>
  (specOf(newPolicy({ rules: [rule] })) as { rules: unknown[] }).rules[0];

const sourceOf = (source: AuthorizationSourceLike) =>
  (ruleOf({ from: [source] }) as { from: { source: unknown }[] }).from[0]?.source;

const conditionOf = (condition: Condition) => (ruleOf({ when: [condition] }) as { when: unknown[] }).when[0];

test('lets one workload read from another', () => {
  const policy = new AuthorizationPolicy(newChart(), 'policy', {
    metadata: { labels: { team: 'a' } },
    selector: new EchoServer(newChart(), 'echo'),
    rules: [
      {
        from: [new EchoServer(newChart('web'), 'front')],
        to: [{ methods: [HttpMethod.GET], paths: ['/api/*'] }],
        when: [Condition.claim('groups', { values: ['readers'] })],
      },
    ],
  });

  expect(Testing.synth(Chart.of(policy))).toEqual([
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { labels: { team: 'a' }, name: 'test-policy', namespace: 'default' },
      spec: {
        rules: [
          {
            from: [{ source: { principals: ['cluster.local/ns/web/sa/front'] } }],
            to: [{ operation: { methods: ['GET'], paths: ['/api/*'] } }],
            when: [{ key: 'request.auth.claims[groups]', values: ['readers'] }],
          },
        ],
        selector: { matchLabels: { app: 'echo', version: 'v1' } },
      },
    },
  ]);
  expect(policy.node.defaultChild).toBe(ApiObject.of(policy));
});

test('rules that are added later', () => {
  const policy = newPolicy({ rules });
  policy.addRule({ to: [{ ports: [8080] }] });

  expect(specOf(policy)).toEqual({ rules: [...written, { to: [{ operation: { ports: ['8080'] } }] }] });
  expect(mistakesOf(policy)).toEqual([]);
});

describe('actions', () => {
  test.each<[AuthorizationPolicyProps, object]>([
    [{ rules }, { rules: written }],
    [
      { action: AuthorizationAction.ALLOW, rules },
      { action: 'ALLOW', rules: written },
    ],
    [
      { action: AuthorizationAction.DENY, rules },
      { action: 'DENY', rules: written },
    ],
    [
      { action: AuthorizationAction.AUDIT, rules },
      { action: 'AUDIT', rules: written },
    ],
    [
      { action: AuthorizationAction.CUSTOM, provider: 'oauth2-proxy', rules },
      { action: 'CUSTOM', provider: { name: 'oauth2-proxy' }, rules: written },
    ],
  ])('%j', (props, spec) => {
    const policy = newPolicy(props);

    expect(specOf(policy)).toEqual(spec);
    expect(errorsOf(policy)).toEqual([]);
  });

  test.each([AuthorizationAction.ALLOW, AuthorizationAction.DENY] as const)('%s, only tried', (action) => {
    const policy = newPolicy({ action, rules, dryRun: true, metadata: { annotations: { note: 'x' } } });

    expect(ApiObject.of(policy).toJson().metadata.annotations).toEqual({
      'istio.io/dry-run': 'true',
      note: 'x',
    });
    expect(errorsOf(policy)).toEqual([]);
  });

  test('not only tried', () => {
    const policy = newPolicy({ rules, dryRun: false });

    expect(ApiObject.of(policy).toJson().metadata).not.toHaveProperty('annotations');
  });
});

describe('asked for by name', () => {
  const selector = { app: 'shop' };

  test('nothing is allowed', () => {
    const policy = AuthorizationPolicy.denyAll(newChart(), 'policy');

    expect(ApiObject.of(policy).toJson()).toEqual({
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'test-policy', namespace: 'default' },
      spec: {},
    });
    expect(mistakesOf(policy)).toEqual([]);
  });

  test('everything is allowed', () => {
    const policy = AuthorizationPolicy.allowAll(newChart(), 'policy');

    expect(specOf(policy)).toEqual({ rules: [{}] });
    expect(mistakesOf(policy)).toEqual([]);
  });

  test.each([
    ['denyAll', { selector: { matchLabels: selector } }],
    ['allowAll', { selector: { matchLabels: selector }, rules: [{}] }],
  ] as const)('%s for some pods, only tried', (factory, spec) => {
    const policy = AuthorizationPolicy[factory](newChart(), 'policy', {
      metadata: { name: 'shop' },
      selector,
      dryRun: true,
    });

    expect(ApiObject.of(policy).toJson().metadata).toEqual({
      name: 'shop',
      namespace: 'default',
      annotations: { 'istio.io/dry-run': 'true' },
    });
    expect(specOf(policy)).toEqual(spec);
  });

  test.each(['denyAll', 'allowAll'] as const)('%s for a waypoint', (factory) => {
    const targetRefs = [TargetReference.gateway('waypoint')];
    const policy = AuthorizationPolicy[factory](newChart(), 'policy', { targetRefs });

    expect(specOf(policy)).toMatchObject({
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
    });
    expect(mistakesOf(policy)).toEqual([]);
  });

  test('not by accident', () => {
    const mistake =
      'spec.rules is empty, so nothing is allowed; add a rule, or ask for it by name with ' +
      'AuthorizationPolicy.denyAll (or allowAll) [IST9044]';

    expect(mistakesIn(newPolicy({}))).toEqual([mistake]);
    expect(mistakesIn(newPolicy({ rules: [] }))).toEqual([mistake]);
    expect(mistakesIn(newPolicy({ action: AuthorizationAction.ALLOW, rules: [] }))).toEqual([mistake]);
  });

  test('without exceptions', () => {
    const nothing = AuthorizationPolicy.denyAll(newChart(), 'policy');
    nothing.addRule({ to: [{ ports: [8080] }] });
    const everything = AuthorizationPolicy.allowAll(newChart(), 'policy');
    everything.addRule({ to: [{ ports: [8080] }] });

    expect(mistakesIn(nothing)).toEqual([
      'spec.rules allows something in a policy that AuthorizationPolicy.denyAll made; put it into a policy of its own [IST9044]',
    ]);
    expect(mistakesIn(everything)).toEqual([
      'spec.rules[0] matches all requests, so the other rules change nothing; remove it, or remove the others [IST9010]',
    ]);
  });
});

describe('sources', () => {
  const chart = newChart('shop');
  const account = new ServiceAccount(chart, 'account', { metadata: { name: 'cart' } });
  const imported = ServiceAccount.fromServiceAccountName(chart, 'imported', 'pay', { namespaceName: 'bank' });
  const echo = new EchoServer(chart, 'echo');
  const identities: [string, ServiceIdentity, string, string][] = [
    ['a ServiceAccount', account, 'shop', 'cart'],
    ['an imported ServiceAccount', imported, 'bank', 'pay'],
    ['an EchoServer', echo, 'shop', 'echo'],
    [
      'an EchoServer with another ServiceAccount',
      new EchoServer(chart, 'v2', { serviceAccount: account }),
      'shop',
      'cart',
    ],
    [
      'a Deployment',
      new Deployment(chart, 'deployment', { containers, serviceAccount: account }),
      'shop',
      'cart',
    ],
    ['a Pod', new Pod(chart, 'pod', { containers, serviceAccount: account }), 'shop', 'cart'],
  ];

  test.each(identities)('%s', (_, identity, namespace, name) => {
    const principal = `cluster.local/ns/${namespace}/sa/${name}`;

    expect(sourceOf(identity)).toEqual({ principals: [principal] });
    expect(sourceOf({ principals: [identity], notPrincipals: [identity] })).toEqual({
      principals: [principal],
      notPrincipals: [principal],
    });
    expect(sourceOf({ serviceAccounts: [identity], notServiceAccounts: [identity] })).toEqual({
      serviceAccounts: [`${namespace}/${name}`],
      notServiceAccounts: [`${namespace}/${name}`],
    });
    expect(mistakesIn(newPolicy({ rules: [{ from: [identity] }] }))).toEqual([]);
  });

  test.each([
    ['a Namespace', new Namespace(chart, 'namespace', { metadata: { name: 'web' } })],
    ['a MeshNamespace', new MeshNamespace(chart, 'mesh-namespace', { metadata: { name: 'web' } })],
    ['an imported namespace', NamespaceReference.fromNamespaceName(chart, 'reference', 'web')],
  ])('%s', (_, namespace) => {
    expect(sourceOf(namespace)).toEqual({ namespaces: ['web'] });
    expect(sourceOf({ namespaces: [namespace, 'prod-*'], notNamespaces: [namespace] })).toEqual({
      namespaces: ['web', 'prod-*'],
      notNamespaces: ['web'],
    });
  });

  test('a ServiceAccount in the namespace of the policy', () => {
    const policy = newPolicy({ rules: [{ from: [{ serviceAccounts: [account] }] }] }, 'shop');

    expect(specOf(policy)).toEqual({ rules: [{ from: [{ source: { serviceAccounts: ['cart'] } }] }] });
  });

  test('principals of another trust domain, written out, and all', () => {
    const principals = [
      Principal.of(account, { trustDomain: 'other.example.com' }),
      Principal.any(),
      'cluster.local/ns/web/*',
    ];
    const names = ['other.example.com/ns/shop/sa/cart', '*', 'cluster.local/ns/web/*'];

    expect(sourceOf({ principals })).toEqual({ principals: names });
    expect(sourceOf({ notPrincipals: principals })).toEqual({ notPrincipals: names });
  });

  test('everything else', () => {
    const source = {
      serviceAccounts: ['cart', 'bank/pay'],
      notServiceAccounts: ['shop/admin'],
      trustDomains: ['cluster.local'],
      notTrustDomains: ['*.example.com'],
      requestPrincipals: ['https://accounts.example.com/*'],
      notRequestPrincipals: ['https://accounts.example.com/mallory'],
      ipBlocks: ['10.0.0.0/8'],
      notIpBlocks: ['10.1.2.3'],
      remoteIpBlocks: ['192.0.2.0/24'],
      notRemoteIpBlocks: ['2001:db8::/32'],
    };

    expect(sourceOf(source)).toEqual(source);
    expect(mistakesIn(newPolicy({ rules: [{ from: [source] }] }))).toEqual([]);
  });

  test('one of several', () => {
    expect(ruleOf({ from: [account, { ipBlocks: ['10.0.0.0/8'] }] })).toEqual({
      from: [
        { source: { principals: ['cluster.local/ns/shop/sa/cart'] } },
        { source: { ipBlocks: ['10.0.0.0/8'] } },
      ],
    });
  });

  test('without a namespace', () => {
    const nowhere = new Chart(Testing.app(), 'nowhere', { disableResourceNameHashes: true });
    const lost = new ServiceAccount(nowhere, 'account');
    const mistakesWith = (source: AuthorizationSourceLike, scope: Chart) =>
      mistakesOf(new AuthorizationPolicy(scope, 'policy', { rules: [{ from: [source] }] }));

    expect(mistakesWith(lost, newChart())).toEqual([
      '[test/policy] AuthorizationPolicy "test-policy": spec.rules[0].from[0].source.principals[0] names ' +
        'ServiceAccount "nowhere-account", which has no namespace, of which an identity is made; ' +
        'set the namespace of its chart [IST9043]',
    ]);
    expect(mistakesWith({ serviceAccounts: [lost] }, newChart())).toEqual([
      '[test/policy] AuthorizationPolicy "test-policy": spec.rules[0].from[0].source.serviceAccounts[0] refers to ' +
        'ServiceAccount "nowhere-account", which has no namespace, but this object is in "default"; ' +
        'set the namespace of its chart, or its namespaceName if it is a reference [IST9043]',
    ]);
    expect(mistakesWith({ serviceAccounts: [lost] }, nowhere)).toEqual([]);
  });

  test('without a ServiceAccount of its own', () => {
    const deployment = new Deployment(newChart(), 'web', { containers });

    expect(mistakesIn(newPolicy({ rules: [{ from: [deployment] }] }))).toEqual([
      'spec.rules[0].from[0].source.principals[0] names Deployment "test-web", which runs as the ServiceAccount that ' +
        'all pods of its namespace have by default; give it one of its own [IST9043]',
    ]);
  });
});

test('operations', () => {
  const operation = {
    hosts: ['shop.example.com', '*.example.org'],
    notHosts: ['admin.example.org'],
    methods: [HttpMethod.GET, 'P*'],
    notMethods: [HttpMethod.PUT],
    paths: ['/api/*', '*.html', '/users/{*}/cart/{**}'],
    notPaths: ['/api/admin'],
  };
  const rule = { to: [{ ...operation, ports: [8080, 9090], notPorts: [15000] }] };

  expect(ruleOf(rule)).toEqual({
    to: [{ operation: { ...operation, ports: ['8080', '9090'], notPorts: ['15000'] } }],
  });
  expect(mistakesIn(newPolicy({ rules: [rule] }))).toEqual([]);
});

describe('conditions', () => {
  const chart = newChart('shop');
  const account = new ServiceAccount(chart, 'account', { metadata: { name: 'cart' } });
  const namespace = new Namespace(chart, 'namespace', { metadata: { name: 'web' } });
  const both = { values: ['a', 'b*'], notValues: ['c'] };
  const addresses = { values: ['10.0.0.0/8'], notValues: ['10.1.2.3'] };

  test.each<[string, Condition, { values?: string[]; notValues?: string[] }]>([
    ['request.headers[x-a]', Condition.requestHeader('x-a', both), both],
    ['source.ip', Condition.sourceIp(addresses), addresses],
    ['remote.ip', Condition.remoteIp(addresses), addresses],
    [
      'source.namespace',
      Condition.sourceNamespace({ values: [namespace, 'prod-*'], notValues: ['test'] }),
      { values: ['web', 'prod-*'], notValues: ['test'] },
    ],
    [
      'source.principal',
      Condition.sourcePrincipal({
        values: [account, Principal.any()],
        notValues: ['cluster.local/ns/web/*'],
      }),
      { values: ['cluster.local/ns/shop/sa/cart', '*'], notValues: ['cluster.local/ns/web/*'] },
    ],
    [
      'source.serviceAccount',
      Condition.sourceServiceAccount({ values: [account], notValues: ['pay'] }),
      { values: ['shop/cart'], notValues: ['pay'] },
    ],
    ['source.trustDomain', Condition.sourceTrustDomain(both), both],
    [
      'request.auth.principal',
      Condition.requestPrincipal({ notValues: ['https://accounts.example.com/*'] }),
      { notValues: ['https://accounts.example.com/*'] },
    ],
    ['request.auth.audiences', Condition.requestAudiences(both), both],
    ['request.auth.presenter', Condition.requestPresenter(both), both],
    ['request.auth.claims[groups]', Condition.claim('groups', both), both],
    ['request.auth.claims[realm][roles]', Condition.claim(['realm', 'roles'], both), both],
    ['destination.ip', Condition.destinationIp(addresses), addresses],
    [
      'destination.port',
      Condition.destinationPort({ values: [8080], notValues: [9090] }),
      { values: ['8080'], notValues: ['9090'] },
    ],
    ['connection.sni', Condition.connectionSni(both), both],
    [
      'experimental.envoy.filters.network.mysql_proxy[db.table]',
      Condition.envoyFilter('envoy.filters.network.mysql_proxy', 'db.table', { values: ['[update]'] }),
      { values: ['[update]'] },
    ],
    ['request.headers[:path]', Condition.of('request.headers[:path]', both), both],
  ])('%s', (key, condition, values) => {
    expect(conditionOf(condition)).toEqual({ key, ...values });
    expect(mistakesIn(newPolicy({ rules: [{ when: [condition] }] }))).toEqual([]);
  });

  test('refuses a ServiceAccount without a namespace', () => {
    const lost = new ServiceAccount(new Chart(Testing.app(), 'nowhere'), 'account', {
      metadata: { name: 'lost' },
    });
    const when = [Condition.sourceIp(addresses), Condition.sourcePrincipal({ notValues: [lost] })];

    expect(mistakesIn(newPolicy({ rules: [{ when }] }))).toEqual([
      'spec.rules[0].when[1].notValues[0] names ServiceAccount "lost", which has no namespace, of which an identity ' +
        'is made; set the namespace of its chart [IST9043]',
    ]);
  });
});
