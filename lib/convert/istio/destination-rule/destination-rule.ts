import type { Code } from '../../../code';
import { isRecord } from '../../../manifests/manifest';
import { type Fields, isList, isText, type Spot } from '../fields';
import type { Raised } from '../raised';
import { selector, selectorIn } from '../targets';
import { hostEntry, hostService } from '../traffic/destination';
import { istio, namedItems } from '../words';
import { trafficPolicy } from './traffic-policy';

export function destinationRule(fields: Fields): Raised {
  return {
    construct: istio('DestinationRule'),
    props: {
      host: fields.required('host', fields.say('host', isText, ruleHost)),
      trafficPolicy: fields.object('trafficPolicy', trafficPolicy),
      subsets: fields.say('subsets', isList, subsets),
      exportTo: fields.texts('exportTo'),
      workloadSelector: selectorIn(fields, 'workloadSelector', 'matchLabels'),
    },
  };
}

function ruleHost(host: string, { conversion }: Spot): Code {
  const { manifest } = conversion;
  return hostService(manifest, conversion)?.code ?? hostEntry(manifest, conversion)?.code ?? host;
}

/** Subsets by their names. */
function subsets(items: readonly unknown[], spot: Spot): Code {
  return namedItems(items, spot, (fields) => ({
    labels: fields.say('labels', isRecord, selector),
    trafficPolicy: fields.object('trafficPolicy', trafficPolicy),
  }));
}
