import type { Code } from '../../../code';
import { CannotSay, type Fields, isText } from '../fields';
import { duration, factoryFor, istio, numberItem, options } from '../words';

const SIMPLE: Readonly<Record<string, string>> = {
  LEAST_REQUEST: 'leastRequest',
  ROUND_ROBIN: 'roundRobin',
  RANDOM: 'random',
  PASSTHROUGH: 'passthrough',
};

export function loadBalancer(fields: Fields): Code {
  if (fields.has('consistentHash')) {
    const hash = fields.required('consistentHash', fields.within('consistentHash', consistentHash));
    return istio('LoadBalancer.consistentHash').call(
      hash.key,
      options({ algorithm: hash.algorithm, ...locality(fields) }),
    );
  }
  const utilization = fields.within('backendUtilization', backendUtilization);
  if (utilization) {
    return istio('LoadBalancer.backendUtilization').call(options({ ...utilization, ...locality(fields) }));
  }
  const factory = factoryFor(fields, 'simple', SIMPLE);
  const takesWarmup = factory === 'leastRequest' || factory === 'roundRobin';
  return istio(`LoadBalancer.${factory}`).call(
    // It sends to the address that the client called, so it takes no options.
    factory === 'passthrough'
      ? undefined
      : options({
          warmup: takesWarmup ? fields.object('warmup', warmup) : undefined,
          ...locality(fields),
        }),
  );
}

function locality(fields: Fields): Readonly<Record<string, Code>> {
  return {
    localityLbSetting: fields.object('localityLbSetting', localityLbSetting),
    zoneAwareLbSetting: fields.object('zoneAwareLbSetting', zoneAwareLbSetting),
  };
}

function warmup(fields: Fields): Code {
  return {
    duration: fields.required('duration', duration(fields, 'duration')),
    minimumPercent: fields.number('minimumPercent'),
    aggression: fields.number('aggression'),
  };
}

function backendUtilization(fields: Fields): Readonly<Record<string, Code>> {
  return {
    weightStabilizationPeriod: duration(fields, 'weightStabilizationPeriod'),
    weightExpirationPeriod: duration(fields, 'weightExpirationPeriod'),
    weightUpdatePeriod: duration(fields, 'weightUpdatePeriod'),
    errorUtilizationPenaltyPercent: fields.number('errorUtilizationPenaltyPercent'),
    metricNamesForComputingUtilization: fields.texts('metricNamesForComputingUtilization'),
  };
}

function consistentHash(fields: Fields): { readonly key: Code; readonly algorithm: Code } {
  const [key, ...others] = [
    fields.say('httpHeaderName', isText, (name) => istio('HashKey.httpHeader').call(name)),
    fields.object('httpCookie', hashCookie),
    fields.takeIf('useSourceIp', true) ? istio('HashKey.sourceIp').call() : undefined,
    fields.say('httpQueryParameterName', isText, (name) => istio('HashKey.httpQueryParameter').call(name)),
  ].filter((code) => code !== undefined);
  const [algorithm, ...more] = [
    fields.object('ringHash', (ring) => istio('HashAlgorithm.ringHash').call(ring.number('minimumRingSize'))),
    fields.object('maglev', (maglev) => istio('HashAlgorithm.maglev').call(maglev.number('tableSize'))),
  ].filter((code) => code !== undefined);
  if (key === undefined || others.length > 0 || more.length > 0) {
    throw new CannotSay(fields.path);
  }
  return { key, algorithm };
}

function hashCookie(fields: Fields): Code {
  const cookie = {
    ttl: duration(fields, 'ttl'),
    path: fields.text('path'),
    attributes: fields.listOrNone('attributes', (attribute) => ({
      name: attribute.required('name', attribute.text('name')),
      value: attribute.text('value'),
    })),
  };
  const name = fields.required('name', fields.text('name'));
  return istio('HashKey.httpCookie').call(name, options(cookie));
}

function localityLbSetting(fields: Fields): Code {
  return {
    enabled: fields.flag('enabled'),
    distribute: fields.listOrNone('distribute', (distribute) => ({
      from: distribute.required('from', distribute.text('from')),
      to: distribute.required('to', distribute.map('to', numberItem)),
    })),
    ...failover(fields),
  };
}

function zoneAwareLbSetting(fields: Fields): Code {
  return {
    enabled: fields.flag('enabled'),
    ...failover(fields),
    minClusterSize: fields.number('minClusterSize'),
  };
}

function failover(fields: Fields): Readonly<Record<string, Code>> {
  return {
    failover: fields.listOrNone('failover', (region) => ({
      from: region.required('from', region.text('from')),
      to: region.required('to', region.text('to')),
    })),
    failoverPriority: fields.textsOrNone('failoverPriority'),
  };
}
