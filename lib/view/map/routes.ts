import { matchesOf } from '../../istiod/virtual-services/http-match-request';
import type { HttpEntry, VirtualService } from '../../istiod/virtual-services/virtual-services';
import {
  type Fields,
  fieldsOf,
  numberOf,
  objectsIn,
  optionalFields,
  textOf,
  textsIn,
} from '../../manifests/fields';
import { texts } from '../../manifests/manifest';
import { refTo } from '../../manifests/object-ref';
import { compileMatch } from '../../routing/route/match-request';
import type { MapBuilder } from './map-builder';
import type { MapPlace } from './map-types';
import { nameText, routeId } from './node-ids';

/** A VirtualService has a node for each of its routes, whether or not anything leads to it. */
export function addRoutes(builder: MapBuilder, virtualService: VirtualService): void {
  for (const entry of virtualService.http) {
    addHttpRoute(builder, virtualService, entry);
  }
  for (const protocol of ['tls', 'tcp'] as const) {
    for (const [index, route] of virtualService[protocol].entries()) {
      addTcpRoute(builder, virtualService, { protocol, index, route });
    }
  }
}

/** The id of the route that an entry of `spec.http` is. */
function httpRouteId({ ref }: VirtualService, { index, delegateIndex }: HttpEntry): string {
  return routeId({
    virtualService: ref,
    protocol: 'http',
    index,
    ...(delegateIndex === undefined ? {} : { delegateIndex }),
  });
}

function addHttpRoute(builder: MapBuilder, virtualService: VirtualService, entry: HttpEntry): void {
  const { route, index, delegate, delegateIndex } = entry;
  const { ref, namespace } = virtualService;
  const own: MapPlace = { ...ref, field: `spec.http[${index}]` };
  const ofDelegate: MapPlace | undefined = delegate && {
    ...refTo(delegate),
    field: `spec.http[${delegateIndex}]`,
  };
  const matches = matchesOf(route).map(matchWords);
  const [first = '', ...others] = matches;
  const answer = answerWords(route);
  builder.node(httpRouteId(virtualService, entry), () => ({
    kind: 'http route',
    column: 'route',
    namespace,
    label: textOf(route.name) || first,
    details: [
      `VirtualService ${nameText(ref)} http[${index}]`,
      ...(ofDelegate ? [`delegate ${nameText(ofDelegate)} http[${delegateIndex}]`] : []),
      ...(textOf(route.name) ? [first] : []),
      ...others.map((words) => `or ${words}`),
      ...(answer === undefined ? [] : [answer]),
      ...measureWords(route),
    ],
    facts: { route: { virtualService: ref, place: `http[${index}]`, matches } },
    objects: ofDelegate ? [ofDelegate, own] : [own],
  }));
}

interface TcpEntry {
  readonly protocol: 'tls' | 'tcp';
  readonly index: number;
  readonly route: Fields;
}

function addTcpRoute(
  builder: MapBuilder,
  { ref, namespace }: VirtualService,
  { protocol, index, route }: TcpEntry,
): void {
  const written = objectsIn(route.match).map(tcpWords);
  const matches = written.length > 0 ? written : ['every connection'];
  const [first = '', ...others] = matches;
  builder.node(routeId({ virtualService: ref, protocol, index }), () => ({
    kind: `${protocol} route`,
    column: 'route',
    namespace,
    label: first,
    details: [
      `VirtualService ${nameText(ref)} ${protocol}[${index}]`,
      ...others.map((words) => `or ${words}`),
    ],
    facts: { route: { virtualService: ref, place: `${protocol}[${index}]`, matches } },
    objects: [{ ...ref, field: `spec.${protocol}[${index}]` }],
  }));
}

/** What a match asks of a request and of its sender, in words. */
function matchWords(match: Fields): string {
  const conditions = [...compileMatch(match).conditions.map(({ text }) => text), ...sourceWords(match)];
  return conditions.length === 0 ? 'every request' : conditions.join(' and ');
}

function tcpWords(match: Fields): string {
  const sni = textsIn(match.sniHosts);
  const subnets = textsIn(match.destinationSubnets);
  const conditions = [
    ...(sni.length > 0 ? [`SNI ${sni.join(' or ')}`] : []),
    ...(subnets.length > 0 ? [`to ${subnets.join(' or ')}`] : []),
    ...sourceWords(match),
  ];
  return conditions.length === 0 ? 'every connection' : conditions.join(' and ');
}

function sourceWords(match: Fields): string[] {
  const port = numberOf(match.port);
  const labels = Object.entries(texts(match.sourceLabels)).map(([key, value]) => `${key}=${value}`);
  const namespace = textOf(match.sourceNamespace);
  const gateways = textsIn(match.gateways);
  return [
    ...(port ? [`port ${port}`] : []),
    ...(labels.length > 0 ? [`from pods with ${labels.join(', ')}`] : []),
    ...(namespace ? [`from namespace ${namespace}`] : []),
    ...(gateways.length > 0 ? [`at ${gateways.join(' or ')}`] : []),
  ];
}

/** What a route answers itself. */
function answerWords(route: Fields): string | undefined {
  const redirect = optionalFields(route.redirect);
  if (redirect) {
    const { scheme, authority, uri } = redirect;
    const to = [scheme, authority, uri].flatMap((part) => textOf(part) || []).join(' ');
    return `redirects with ${numberOf(redirect.redirectCode) || 301}${to === '' ? '' : ` to ${to}`}`;
  }
  const response = optionalFields(route.directResponse);
  return response && `answers ${numberOf(response.status) ?? 0}`;
}

function measureWords(route: Fields): string[] {
  const { rewrite, timeout, retries, fault } = route;
  const { delay, abort } = fieldsOf(fault);
  const rewritten = ['authority', 'uri'].flatMap((part) => textOf(fieldsOf(rewrite)[part]) || []);
  const attempts = numberOf(fieldsOf(retries).attempts);
  return [
    ...(rewritten.length > 0 ? [`rewrites to ${rewritten.join(' ')}`] : []),
    ...(textOf(timeout) ? [`timeout ${timeout}`] : []),
    ...(attempts === undefined ? [] : [`retries ${attempts}`]),
    ...(optionalFields(delay) ? ['delays requests on purpose'] : []),
    ...(optionalFields(abort) ? ['fails requests on purpose'] : []),
  ];
}
