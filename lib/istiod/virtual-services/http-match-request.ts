import type { VirtualServiceSpecHttpMatch } from '../../../imports/networking.istio.io';
import { type Fields, objectsIn } from '../../manifests/fields';

/** What a field of an HTTPMatchRequest is. */
export type HttpMatchFieldKind =
  /** A StringMatch that the request must meet. */
  | 'string match'
  /** StringMatches that the request must meet, by the names of headers or query parameters. */
  | 'map of string matches'
  /** The port of the listener that the match is for. */
  | 'port'
  /** Labels of the proxies that the match is for. */
  | 'labels'
  /** The namespace of the proxies that the match is for. */
  | 'namespace'
  /** The gateways that the match is for. */
  | 'gateways'
  /** Changes how another field is compared. */
  | 'flag'
  /** Asks nothing of a request. */
  | 'name';

/**
 * The fields of HTTPMatchRequest. All code that reads matches goes by this list, in its order, so that a field that a new
 * version of Istio brings does not compile until each reader knows what to do with it.
 */
export const HTTP_MATCH_FIELDS = {
  uri: 'string match',
  method: 'string match',
  scheme: 'string match',
  authority: 'string match',
  headers: 'map of string matches',
  withoutHeaders: 'map of string matches',
  queryParams: 'map of string matches',
  port: 'port',
  sourceLabels: 'labels',
  sourceNamespace: 'namespace',
  gateways: 'gateways',
  ignoreUriCase: 'flag',
  name: 'name',
  statPrefix: 'name',
} as const satisfies Record<keyof VirtualServiceSpecHttpMatch, HttpMatchFieldKind>;

export type HttpMatchField = keyof typeof HTTP_MATCH_FIELDS;

/** The fields that are of one of these kinds. */
export type HttpMatchFieldOf<Kind extends HttpMatchFieldKind> = {
  [Field in HttpMatchField]: (typeof HTTP_MATCH_FIELDS)[Field] extends Kind ? Field : never;
}[HttpMatchField];

export type StringField = HttpMatchFieldOf<'string match'>;
export type StringMapField = HttpMatchFieldOf<'map of string matches'>;
/** istiod builds the match for the proxies that meet these fields; no request is compared with them. */
export type ProxyField = HttpMatchFieldOf<'port' | 'labels' | 'namespace' | 'gateways'>;

export const HTTP_MATCH_ENTRIES = Object.entries(HTTP_MATCH_FIELDS) as readonly (readonly [
  HttpMatchField,
  HttpMatchFieldKind,
])[];

export const STRING_FIELDS = fieldsOfKinds('string match');
export const STRING_MAP_FIELDS = fieldsOfKinds('map of string matches');
export const LABEL_FIELDS = fieldsOfKinds('labels');
export const PROXY_FIELDS = fieldsOfKinds('port', 'labels', 'namespace', 'gateways');

/** The fields of these kinds, in their order. */
export function fieldsOfKinds<Kind extends HttpMatchFieldKind>(
  ...kinds: readonly Kind[]
): readonly HttpMatchFieldOf<Kind>[] {
  const isWanted = (kind: HttpMatchFieldKind) => (kinds as readonly HttpMatchFieldKind[]).includes(kind);
  return HTTP_MATCH_ENTRIES.flatMap(([field, kind]) =>
    isWanted(kind) ? [field as HttpMatchFieldOf<Kind>] : [],
  );
}

/** The matches of a route. A route without any takes every request, as one with an empty match does. (E2) */
export function matchesOf({ match }: Fields): readonly Fields[] {
  const matches = objectsIn(match);
  return matches.length > 0 ? matches : [{}];
}
