import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import {
  ApplyTo,
  type EnvoyConfigPatch,
  EnvoyFilter,
  type EnvoyFilterProps,
  EnvoyMatch,
  EnvoyPatch,
  FilterClass,
  Gateway,
  PatchContext,
  RouteAction,
  TargetReference,
} from '../../lib';
import { mistakesOf as allMistakesOf, newChart, specOf } from '../support';

/** Every EnvoyFilter gets one warning, and the filters here lack a configuration; this leaves out both warnings. */
const mistakesOf = (filter: EnvoyFilter) =>
  allMistakesOf(filter).filter(
    (line) => !/spec depends on the internals of Envoy|typed_config is missing/.test(line),
  );

const HTTP_CONNECTION_MANAGER = 'envoy.filters.network.http_connection_manager';
const value = { name: 'x' };
const patch: EnvoyConfigPatch = { applyTo: ApplyTo.CLUSTER, patch: EnvoyPatch.add(value) };

const newFilter = (props: EnvoyFilterProps) => new EnvoyFilter(newChart(), 'filter', props);

const matchOf = (match: EnvoyMatch) =>
  (specOf(newFilter({ configPatches: [{ ...patch, match }] })) as { configPatches: { match: unknown }[] })
    .configPatches[0]?.match;

const patchOf = (envoyPatch: EnvoyPatch) =>
  (
    specOf(newFilter({ configPatches: [{ ...patch, patch: envoyPatch }] })) as {
      configPatches: { patch: unknown }[];
    }
  ).configPatches[0]?.patch;

function mistakesIn(props: EnvoyFilterProps): string[] {
  return mistakesOf(newFilter(props)).map((line) =>
    line.replace('[test/filter] EnvoyFilter "test-filter": spec.', ''),
  );
}

/** Mistakes in one patch. */
function mistakesInPatch(configPatch: EnvoyConfigPatch): string[] {
  return mistakesIn({ configPatches: [configPatch] }).map((line) => line.replace('configPatches[0].', ''));
}

test('a filter in Lua before the router', () => {
  const filter = newFilter({
    workloadSelector: { app: 'shop' },
    configPatches: [
      {
        applyTo: ApplyTo.HTTP_FILTER,
        match: EnvoyMatch.listener(
          {
            filterChain: {
              filter: { name: HTTP_CONNECTION_MANAGER, subFilter: 'envoy.filters.http.router' },
            },
          },
          { context: PatchContext.SIDECAR_INBOUND },
        ),
        patch: EnvoyPatch.insertBefore({
          name: 'lua',
          typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua' },
        }),
      },
    ],
  });

  expect(ApiObject.of(filter).toJson()).toEqual({
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name: 'test-filter', namespace: 'default' },
    spec: {
      configPatches: [
        {
          applyTo: 'HTTP_FILTER',
          match: {
            context: 'SIDECAR_INBOUND',
            listener: {
              filterChain: {
                filter: {
                  name: 'envoy.filters.network.http_connection_manager',
                  subFilter: { name: 'envoy.filters.http.router' },
                },
              },
            },
          },
          patch: {
            operation: 'INSERT_BEFORE',
            value: {
              name: 'lua',
              typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua' },
            },
          },
        },
      ],
      workloadSelector: { labels: { app: 'shop' } },
    },
  });
  expect(mistakesOf(filter)).toEqual([]);
});

describe('whom it is for', () => {
  const deployment = () => new Deployment(newChart(), 'shop', { containers: [{ image: 'x' }] });

  test('pods, in the root namespace those of any', () => {
    const workloadSelector = deployment();
    const filter = new EnvoyFilter(newChart('istio-system'), 'filter', {
      workloadSelector,
      configPatches: [patch],
    });

    expect(specOf(filter)).toMatchObject({ workloadSelector: { labels: workloadSelector.matchLabels } });
    expect(mistakesOf(filter)).toEqual([]);
  });

  test('waypoints, and not pods too', () => {
    const props = { targetRefs: [TargetReference.gateway('waypoint')], configPatches: [patch] };

    expect(specOf(newFilter(props))).toMatchObject({
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
    });
    expect(mistakesIn(props)).toEqual([]);
    expect(mistakesIn({ ...props, workloadSelector: { app: 'x' } })).toEqual([
      'targetRefs cannot be used with spec.workloadSelector; keep one of them, or write two EnvoyFilters [IST0106]',
    ]);
    expect(mistakesIn({ ...props, targetRefs: [] })).toEqual([
      'targetRefs is empty; add a target, or remove it [IST9010]',
    ]);
  });
});

test('patches what is added after construction, behind the rest', () => {
  const filter = newFilter({ configPatches: [patch], priority: -5 });
  filter.addConfigPatch({ applyTo: ApplyTo.BOOTSTRAP, patch: EnvoyPatch.merge({ node: {} }) });

  expect(specOf(filter)).toEqual({
    priority: -5,
    configPatches: [
      { applyTo: 'CLUSTER', patch: { operation: 'ADD', value } },
      { applyTo: 'BOOTSTRAP', patch: { operation: 'MERGE', value: { node: {} } } },
    ],
  });
  expect(mistakesOf(filter)).toEqual([]);
});

test.each([
  [EnvoyPatch.merge(value), { operation: 'MERGE', value }],
  [EnvoyPatch.add(value), { operation: 'ADD', value }],
  [
    EnvoyPatch.add(value, { filterClass: FilterClass.AUTHZ }),
    { operation: 'ADD', filterClass: 'AUTHZ', value },
  ],
  [EnvoyPatch.remove(), { operation: 'REMOVE' }],
  [EnvoyPatch.insertBefore(value), { operation: 'INSERT_BEFORE', value }],
  [EnvoyPatch.insertAfter(value), { operation: 'INSERT_AFTER', value }],
  [EnvoyPatch.insertFirst(value), { operation: 'INSERT_FIRST', value }],
  [EnvoyPatch.replace(value), { operation: 'REPLACE', value }],
])('patch %#', (envoyPatch, expected) => {
  expect(patchOf(envoyPatch)).toEqual(expected);
});

describe('matches', () => {
  test('some proxies', () => {
    const proxy = { proxyVersion: '^1\\.30\\.', metadata: { CLUSTER_ID: 'east' } };

    expect(matchOf(EnvoyMatch.any({ context: PatchContext.GATEWAY, proxy }))).toEqual({
      context: 'GATEWAY',
      proxy,
    });
  });

  test('listeners', () => {
    const match = EnvoyMatch.listener(
      {
        name: '0.0.0.0_443',
        portNumber: 443,
        listenerFilter: 'envoy.filters.listener.tls_inspector',
        filterChain: {
          name: 'chain',
          sni: 'shop.example.com',
          transportProtocol: 'tls',
          applicationProtocols: ['h2', 'http/1.1'],
          destinationPort: 8443,
          filter: { name: HTTP_CONNECTION_MANAGER, subFilter: 'envoy.filters.http.cors' },
        },
      },
      { context: PatchContext.SIDECAR_OUTBOUND },
    );

    expect(matchOf(match)).toEqual({
      context: 'SIDECAR_OUTBOUND',
      listener: {
        name: '0.0.0.0_443',
        portNumber: 443,
        listenerFilter: 'envoy.filters.listener.tls_inspector',
        filterChain: {
          name: 'chain',
          sni: 'shop.example.com',
          transportProtocol: 'tls',
          applicationProtocols: 'h2,http/1.1',
          destinationPort: 8443,
          filter: { name: HTTP_CONNECTION_MANAGER, subFilter: { name: 'envoy.filters.http.cors' } },
        },
      },
    });
  });

  test('routes', () => {
    const match = EnvoyMatch.routeConfiguration({
      name: 'https.443.https.edge.default',
      portNumber: 443,
      portName: 'https',
      gateway: Gateway.fromGatewayName(newChart(), 'edge', 'edge'),
      virtualHost: {
        name: 'shop.example.com:443',
        domainName: 'shop.example.com',
        route: { name: 'default', action: RouteAction.DIRECT_RESPONSE },
      },
    });

    expect(matchOf(match)).toEqual({
      routeConfiguration: {
        name: 'https.443.https.edge.default',
        portNumber: 443,
        portName: 'https',
        gateway: 'default/edge',
        vhost: {
          name: 'shop.example.com:443',
          domainName: 'shop.example.com',
          route: { name: 'default', action: 'DIRECT_RESPONSE' },
        },
      },
    });
  });

  test('clusters', () => {
    const cluster = { name: 'x', service: 'shop.prod.svc.cluster.local', portNumber: 80, subset: 'v1' };

    expect(matchOf(EnvoyMatch.cluster(cluster))).toEqual({ cluster });
  });

  test('waypoints', () => {
    const match = EnvoyMatch.waypoint(
      { portNumber: 80, filter: { name: HTTP_CONNECTION_MANAGER }, route: 'default' },
      { proxy: { proxyVersion: '^1' } },
    );

    expect(matchOf(match)).toEqual({
      context: 'WAYPOINT',
      proxy: { proxyVersion: '^1' },
      waypoint: { portNumber: 80, filter: { name: HTTP_CONNECTION_MANAGER }, route: { name: 'default' } },
    });
  });
});

describe('refuses', () => {
  test('no patch', () => {
    expect(mistakesIn({})).toEqual(['configPatches is empty, so nothing changes; add a patch [IST9010]']);
  });

  test('half a priority', () => {
    expect(mistakesIn({ configPatches: [patch], priority: 0.5 })).toEqual([
      'priority 0.5 is not a priority; use a whole number [IST0106]',
    ]);
  });

  test('a gateway whose namespace is not known', () => {
    const chart = new Chart(Testing.app(), 'nowhere', { disableResourceNameHashes: true });
    const gateway = new Gateway(chart, 'edge');

    expect(
      mistakesInPatch({
        applyTo: ApplyTo.HTTP_ROUTE,
        match: EnvoyMatch.routeConfiguration({ gateway }),
        patch: EnvoyPatch.merge(value),
      }),
    ).toEqual([
      'match.routeConfiguration.gateway names Gateway "nowhere-edge", which has no namespace; ' +
        'set the namespace of its chart [IST9043]',
    ]);
  });

  const { merge, add, remove, replace, insertFirst } = EnvoyPatch;

  test.each<[ApplyTo, string, EnvoyPatch]>([
    [ApplyTo.LISTENER, 'REPLACE', replace(value)],
    [ApplyTo.FILTER_CHAIN, 'REPLACE', replace(value)],
    [ApplyTo.ROUTE_CONFIGURATION, 'ADD', add(value)],
    [ApplyTo.ROUTE_CONFIGURATION, 'REMOVE', remove()],
    [ApplyTo.ROUTE_CONFIGURATION, 'INSERT_FIRST', insertFirst(value)],
    [ApplyTo.HTTP_ROUTE, 'REPLACE', replace(value)],
    [ApplyTo.CLUSTER, 'REPLACE', replace(value)],
    [ApplyTo.EXTENSION_CONFIG, 'MERGE', merge(value)],
    [ApplyTo.BOOTSTRAP, 'ADD', add(value)],
  ])('on %s, %s', (applyTo, operation, envoyPatch) => {
    expect(mistakesInPatch({ applyTo, patch: envoyPatch })).toEqual([
      `patch.operation ${operation} has no effect on ${applyTo}; use another operation [IST9010]`,
    ]);
  });

  test.each<[ApplyTo, EnvoyPatch]>([
    [ApplyTo.LISTENER, remove()],
    [ApplyTo.ROUTE_CONFIGURATION, merge(value)],
    [ApplyTo.VIRTUAL_HOST, replace(value)],
    [ApplyTo.VIRTUAL_HOST, insertFirst(value)],
    [ApplyTo.HTTP_ROUTE, remove()],
    [ApplyTo.CLUSTER, insertFirst(value)],
    [ApplyTo.EXTENSION_CONFIG, add(value)],
    [ApplyTo.HTTP_FILTER, insertFirst(value)],
  ])('but accepts on %s: patch %#', (applyTo, envoyPatch) => {
    expect(mistakesInPatch({ applyTo, patch: envoyPatch })).toEqual([]);
  });

  test.each<[ApplyTo, string, EnvoyMatch]>([
    [ApplyTo.LISTENER_FILTER, 'listener.listenerFilter', EnvoyMatch.listener({ listenerFilter: 'x' })],
    [
      ApplyTo.NETWORK_FILTER,
      'listener.filterChain.filter',
      EnvoyMatch.listener({ filterChain: { filter: { name: 'x' } } }),
    ],
    [
      ApplyTo.HTTP_FILTER,
      'listener.filterChain.filter.subFilter',
      EnvoyMatch.listener({ filterChain: { filter: { name: HTTP_CONNECTION_MANAGER, subFilter: 'x' } } }),
    ],
  ])('REMOVE of a %s without its name', (applyTo, field, match) => {
    expect(mistakesInPatch({ applyTo, patch: remove() })).toEqual([
      `patch.operation REMOVE has no effect on ${applyTo} without a name; match ${field} [IST9010]`,
    ]);
    expect(mistakesInPatch({ applyTo, patch: replace(value), match: EnvoyMatch.listener({}) })).toEqual([
      `patch.operation REPLACE has no effect on ${applyTo} without a name; match ${field} [IST9010]`,
    ]);
    expect(mistakesInPatch({ applyTo, patch: remove(), match })).toEqual([]);
  });

  const filterMatch = (name: string, subFilter?: string) =>
    EnvoyMatch.listener({ filterChain: { filter: { name, subFilter } } });
  const { HTTP_FILTER, NETWORK_FILTER, LISTENER, CLUSTER, HTTP_ROUTE, BOOTSTRAP } = ApplyTo;

  test.each<[string, ApplyTo, EnvoyMatch, string]>([
    [
      'routes for a listener',
      LISTENER,
      EnvoyMatch.routeConfiguration({}),
      'routeConfiguration cannot match LISTENER; use listener [IST0106]',
    ],
    [
      'a cluster for routes',
      HTTP_ROUTE,
      EnvoyMatch.cluster({}),
      'cluster cannot match HTTP_ROUTE; use routeConfiguration [IST0106]',
    ],
    [
      'a listener for a cluster',
      CLUSTER,
      EnvoyMatch.listener({}),
      'listener cannot match CLUSTER; use cluster [IST0106]',
    ],
    [
      'a cluster for the start',
      BOOTSTRAP,
      EnvoyMatch.cluster({}),
      'cluster cannot match BOOTSTRAP; remove it [IST9013]',
    ],
    [
      'a filter for a listener',
      LISTENER,
      filterMatch('x'),
      'listener.filterChain.filter is ignored for LISTENER; remove it [IST0133]',
    ],
    [
      'a filter without a name',
      NETWORK_FILTER,
      filterMatch(''),
      'listener.filterChain.filter.name is missing; name the filter [IST0106]',
    ],
    [
      'an HTTP filter for a network filter',
      NETWORK_FILTER,
      filterMatch(HTTP_CONNECTION_MANAGER, 'x'),
      'listener.filterChain.filter.subFilter applies to HTTP_FILTER only, and not to NETWORK_FILTER; remove it [IST0106]',
    ],
    [
      'an HTTP filter in another filter',
      HTTP_FILTER,
      filterMatch('envoy.filters.network.tcp_proxy', 'x'),
      `listener.filterChain.filter.name "envoy.filters.network.tcp_proxy" does not contain HTTP filters; write "${HTTP_CONNECTION_MANAGER}" [IST0106]`,
    ],
    [
      'an HTTP filter without a name',
      HTTP_FILTER,
      filterMatch(HTTP_CONNECTION_MANAGER, ''),
      'listener.filterChain.filter.subFilter.name is missing; name the HTTP filter [IST0106]',
    ],
    [
      'a version that is no pattern',
      CLUSTER,
      EnvoyMatch.any({ proxy: { proxyVersion: '(' } }),
      'proxy.proxyVersion "(" is not a regular expression in the RE2 syntax that Envoy reads: missing closing ): `(` [IST0106]',
    ],
    [
      'no port of a waypoint',
      CLUSTER,
      EnvoyMatch.waypoint({ portNumber: 0 }),
      'waypoint.portNumber 0 is not a port; use a whole number from 1 to 65535 [IST9015]',
    ],
  ])('%s', (_, applyTo, match, mistake) => {
    const mistakes = mistakesInPatch({ applyTo, match, patch: merge(value) });

    expect(mistakes).toEqual([`match.${mistake}`]);
  });

  test.each<[string, JsonPatch, string]>([
    [
      'nothing to apply to',
      JsonPatch.remove('/spec/configPatches/0/applyTo'),
      'applyTo is missing; set what the patch applies to [IST0106]',
    ],
    [
      'no operation',
      JsonPatch.remove('/spec/configPatches/0/patch/operation'),
      'patch.operation is missing; set what the patch does [IST0106]',
    ],
    [
      'no patch',
      JsonPatch.remove('/spec/configPatches/0/patch'),
      'patch.operation is missing; set what the patch does [IST0106]',
    ],
    [
      'no value',
      JsonPatch.remove('/spec/configPatches/0/patch/value'),
      'patch.value is missing, and ADD needs it; add it [IST0106]',
    ],
    [
      'two matches',
      JsonPatch.add('/spec/configPatches/0/match', { cluster: {}, waypoint: {}, context: 'WAYPOINT' }),
      'match.waypoint cannot be used with cluster; keep one of them [IST9015]',
    ],
    [
      'a waypoint elsewhere',
      JsonPatch.add('/spec/configPatches/0/match', { waypoint: {} }),
      'match.context ANY has no waypoints; use WAYPOINT [IST9015]',
    ],
    [
      'a waypoint of no kind',
      JsonPatch.add('/spec/configPatches/0/match', { context: 'WAYPOINT' }),
      'match.waypoint is missing, and context WAYPOINT needs it; add it [IST9015]',
    ],
  ])('a JSON patch with %s', (_, jsonPatch, mistake) => {
    const filter = newFilter({ configPatches: [patch] });
    ApiObject.of(filter).addJsonPatch(jsonPatch);

    expect(mistakesOf(filter)).toEqual([
      `[test/filter] EnvoyFilter "test-filter": spec.configPatches[0].${mistake}`,
    ]);
  });
});
