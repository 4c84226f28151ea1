import type { ObjectRef } from '../../../manifests/object-ref';
import type { MapNode } from '../../map/map-types';
import { nameText } from '../../map/node-ids';
import type { Card } from '../map/scene';

/** What is written on a card. The whole names are in its tooltip, and a screen reader says them. */
export interface CardText {
  readonly label: string;
  readonly detail: string;
}

/** The lane says the namespace and the column the kind, so a card need not say them again. */
export function cardText({ label, lane, nodes, isGroup, detail }: Card): CardText {
  const [node] = nodes;
  if (isGroup || !node) {
    return { label, detail: shortName(detail, lane) };
  }
  const below = detailOf(node, lane);
  return { label: shortName(label, lane), detail: label === '*' && below === '' ? ANY_HOST : below };
}

const ANY_HOST = 'any host';

function detailOf({ details, facts, objects }: MapNode, lane: string): string {
  const { server, route, destination, labels, ports = [] } = facts;
  if (server) {
    return server.hosts.includes('*') ? ANY_HOST : `hosts ${shortName(server.hosts.join(', '), lane)}`;
  }
  if (route) {
    const more = route.matches.length - 1;
    const place = `${nameIn(lane, route.virtualService)} ${route.place}`;
    return more > 0 ? `or ${more} more · ${place}` : place;
  }
  const rule = objects.find(({ kind }) => kind === 'DestinationRule');
  if (destination && rule) {
    return labels ?? `rule ${nameIn(lane, rule)}`;
  }
  if (ports.length > 0) {
    return ports.map(({ number, name }) => `${number} ${name}`.trim()).join(', ');
  }
  const [first = ''] = details;
  return shortName(first, lane);
}

/** The name of an object, with its namespace where that is not the one of the lane. */
function nameIn(lane: string, { namespace, name }: Pick<ObjectRef, 'namespace' | 'name'>): string {
  return namespace === lane ? name : nameText({ namespace, name });
}

/** Names of Services in the mesh without the end that all of them have, and without the namespace where they stand. */
function shortName(name: string, lane: string): string {
  const short = name.replace(/\.svc\.cluster\.local\b/g, '');
  const end = `.${lane}`;
  const isOwn = (at: number) => /^(?:[:,\s]|$)/.test(short.slice(at + end.length));
  const at = lane === '' ? -1 : short.indexOf(end);
  return at > 0 && isOwn(at) ? short.slice(0, at) + short.slice(at + end.length) : short;
}
