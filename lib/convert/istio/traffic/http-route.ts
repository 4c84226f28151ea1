import type { Code, Expression } from '../../../code';
import { fieldsOf } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import { isRecord } from '../../../manifests/manifest';
import { CannotSay, Fields, isList, isText, item, patch } from '../fields';
import { duration, istio } from '../words';
import { destination } from './destination';
import { httpMatch } from './http-match';
import {
  corsPolicy,
  directResponse,
  fault,
  headers,
  percentage,
  redirect,
  retries,
  rewrite,
} from './http-treatment';

export function httpRoute(fields: Fields): Code {
  return {
    name: fields.text('name'),
    match: fields.listOrNone('match', httpMatch),
    to: routeDestinations(fields, headers),
    redirect: fields.object('redirect', redirect),
    directResponse: fields.object('directResponse', directResponse),
    delegate: fields.object('delegate', delegate),
    rewrite: fields.object('rewrite', rewrite),
    timeout: duration(fields, 'timeout'),
    retries: fields.object('retries', retries),
    fault: fields.object('fault', fault),
    mirror: oldMirror(fields),
    mirrors: fields.list('mirrors', mirror),
    corsPolicy: fields.object('corsPolicy', corsPolicy),
    headers: fields.object('headers', headers),
  };
}

/** The destinations of a route. A single one without a weight stands for itself. */
export function routeDestinations(
  fields: Fields,
  headersOf?: (fields: Fields) => Code,
): Expression | undefined {
  return fields.say('route', isList, (items, spot) => {
    const said = items.map((value, place) =>
      Fields.of(value, item(spot, place), (fields) => ({
        destination: fields.required('destination', fields.object('destination', destination)),
        weight: fields.number('weight'),
        headers: headersOf && fields.object('headers', headersOf),
      })),
    );
    const [first] = said;
    const isAlone = said.length === 1 && first?.weight === undefined && first?.headers === undefined;
    return isAlone ? first?.destination : said;
  });
}

/** The older form of `mirrors`. */
function oldMirror(fields: Fields): Code {
  const to = fields.object('mirror', destination);
  return to && { destination: to, percentage: percentage(fields, 'mirrorPercentage') };
}

function mirror(fields: Fields): Code {
  return {
    destination: fields.required('destination', fields.object('destination', destination)),
    percentage: percentage(fields),
  };
}

function delegate(fields: Fields): Code {
  const name = fields.required('name', fields.take('name', isText));
  const { references, manifest } = fields.conversion;
  const namespace = fields.take('namespace', isText);
  if (namespace === manifest.namespace || namespace === '') {
    // A construct names a VirtualService of its own namespace without the namespace.
    patch(namespace, fields.at('namespace'));
  }
  const known = references.object(VIRTUAL_SERVICE, name, namespace || undefined);
  if (known && isDelegate(known.manifest.spec)) {
    return known.code;
  }
  if (known) {
    throw new CannotSay(fields.path);
  }
  const foreign = namespace === manifest.namespace ? undefined : namespace || undefined;
  return references.outside({ kind: 'VirtualService', name, namespace: foreign }, (scope, id) =>
    istio('DelegateVirtualService.fromVirtualServiceName').call(
      scope,
      id,
      name,
      foreign && { namespaceName: foreign },
    ),
  );
}

/** Whether a VirtualService has routes for other VirtualServices, and no hosts of its own. */
export function isDelegate(spec: unknown): boolean {
  return isRecord(spec) && fieldsOf(spec).hosts === undefined;
}
