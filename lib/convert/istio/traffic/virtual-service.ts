import type { Code } from '../../../code';
import type { Fields } from '../fields';
import { gateways } from '../gateway/gateways';
import type { Raised } from '../raised';
import { istio } from '../words';
import { sourceMatch } from './http-match';
import { httpRoute, routeDestinations } from './http-route';

export function virtualService(fields: Fields): Raised {
  const http = fields.list('http', httpRoute);
  const exportTo = fields.texts('exportTo');
  if (!fields.has('hosts')) {
    return { construct: istio('DelegateVirtualService'), props: { http, exportTo } };
  }
  return {
    construct: istio('VirtualService'),
    props: {
      hosts: fields.required('hosts', fields.textsOrNone('hosts')),
      gateways: gateways(fields),
      http,
      tls: fields.list('tls', tlsRoute),
      tcp: fields.list('tcp', tcpRoute),
      exportTo,
    },
  };
}

function tlsRoute(fields: Fields): Code {
  return {
    match: fields.required(
      'match',
      fields.listOrNone('match', (match) => ({
        sniHosts: match.required('sniHosts', match.textsOrNone('sniHosts')),
        destinationSubnets: match.texts('destinationSubnets'),
        ...sourceMatch(match),
      })),
    ),
    to: fields.required('route', routeDestinations(fields)),
  };
}

function tcpRoute(fields: Fields): Code {
  return {
    match: fields.listOrNone('match', (match) => ({
      destinationSubnets: match.texts('destinationSubnets'),
      ...sourceMatch(match),
    })),
    to: fields.required('route', routeDestinations(fields)),
  };
}
