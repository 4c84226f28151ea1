import type { Code } from '../../../code';
import { ApplyTo, FilterClass, PatchContext, RouteAction } from '../../../constructs';
import { isRecord } from '../../../manifests/manifest';
import { CannotSay, type Fields, isText, type Spot } from '../fields';
import { gatewayNamed } from '../gateway/gateways';
import type { Raised } from '../raised';
import { selectorIn, targetRefs } from '../targets';
import { enumerated, factoryFor, istio, options, plainData } from '../words';

export function envoyFilter(fields: Fields): Raised {
  return {
    construct: istio('EnvoyFilter'),
    props: {
      workloadSelector: selectorIn(fields, 'workloadSelector', 'labels'),
      targetRefs: targetRefs(fields),
      priority: fields.number('priority'),
      configPatches: fields.list('configPatches', (patch) => ({
        applyTo: patch.required('applyTo', enumerated(patch, 'applyTo', { ApplyTo })),
        match: patch.object('match', envoyMatch),
        patch: patch.required('patch', patch.object('patch', envoyPatch)),
      })),
    },
  };
}

function envoyMatch(fields: Fields): Code {
  if (fields.has('waypoint')) {
    return waypointMatch(fields);
  }
  const others = () =>
    options({ context: enumerated(fields, 'context', { PatchContext }), proxy: proxyMatch(fields) });
  const listener = fields.object('listener', listenerMatch);
  if (listener) {
    return istio('EnvoyMatch.listener').call(listener, others());
  }
  const routes = fields.object('routeConfiguration', routeConfigurationMatch);
  if (routes) {
    return istio('EnvoyMatch.routeConfiguration').call(routes, others());
  }
  const cluster = fields.object('cluster', clusterMatch);
  return cluster
    ? istio('EnvoyMatch.cluster').call(cluster, others())
    : istio('EnvoyMatch.any').call(others());
}

function proxyMatch(fields: Fields): Code {
  return fields.object('proxy', (proxy) => ({
    proxyVersion: proxy.text('proxyVersion'),
    metadata: proxy.textMap('metadata'),
  }));
}

function waypointMatch(fields: Fields): Code {
  if (!fields.takeIf('context', 'WAYPOINT')) {
    throw new CannotSay([...fields.path, 'context']);
  }
  const waypoint = fields.object('waypoint', (match) => ({
    portNumber: match.number('portNumber'),
    filter: match.object('filter', filterMatch),
    route: match.object('route', (route) => route.required('name', route.text('name'))),
  }));
  return istio('EnvoyMatch.waypoint').call(
    fields.required('waypoint', waypoint),
    options({ proxy: proxyMatch(fields) }),
  );
}

function listenerMatch(fields: Fields): Code {
  return {
    name: fields.text('name'),
    portNumber: fields.number('portNumber'),
    filterChain: fields.object('filterChain', filterChainMatch),
    listenerFilter: fields.text('listenerFilter'),
  };
}

function filterChainMatch(fields: Fields): Code {
  return {
    name: fields.text('name'),
    sni: fields.text('sni'),
    transportProtocol: fields.text('transportProtocol'),
    transportSocket: fields.text('transportSocket'),
    applicationProtocols: fields.say('applicationProtocols', isText, (text) => text.split(',')),
    destinationPort: fields.number('destinationPort'),
    filter: fields.object('filter', filterMatch),
  };
}

function filterMatch(fields: Fields): Code {
  return {
    name: fields.required('name', fields.text('name')),
    subFilter: fields.object('subFilter', (filter) => filter.required('name', filter.text('name'))),
  };
}

function routeConfigurationMatch(fields: Fields): Code {
  return {
    name: fields.text('name'),
    portNumber: fields.number('portNumber'),
    portName: fields.text('portName'),
    gateway: fields.say('gateway', isText, tableGateway),
    virtualHost: fields.object('vhost', (host) => ({
      name: host.text('name'),
      domainName: host.text('domainName'),
      route: host.object('route', (route) => ({
        name: route.text('name'),
        action: enumerated(route, 'action', { RouteAction }),
      })),
    })),
  };
}

function tableGateway(text: string, spot: Spot): Code {
  const [namespace = '', name, ...others] = text.split('/');
  if (name === undefined || others.length > 0) {
    throw new CannotSay(spot.path);
  }
  return gatewayNamed(name, namespace, spot);
}

function clusterMatch(fields: Fields): Code {
  return {
    name: fields.text('name'),
    service: fields.text('service'),
    portNumber: fields.number('portNumber'),
    subset: fields.text('subset'),
  };
}

const OPERATIONS: Readonly<Record<string, string>> = {
  MERGE: 'merge',
  MERGE_AND_REPLACE_LIST: 'mergeAndReplaceLists',
  ADD: 'add',
  INSERT_BEFORE: 'insertBefore',
  INSERT_AFTER: 'insertAfter',
  INSERT_FIRST: 'insertFirst',
  REPLACE: 'replace',
  REMOVE: 'remove',
};

function envoyPatch(fields: Fields): Code {
  const factory = factoryFor(fields, 'operation', OPERATIONS);
  if (factory === 'remove') {
    return istio('EnvoyPatch.remove').call();
  }
  return istio(`EnvoyPatch.${factory}`).call(
    fields.required('value', fields.say('value', isRecord, plainData)),
    factory === 'add'
      ? options({ filterClass: enumerated(fields, 'filterClass', { FilterClass }) })
      : undefined,
  );
}
