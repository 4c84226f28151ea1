import type { Code } from '../../../code';
import { FailStrategy, PluginPhase, WasmPluginType, WasmPullPolicy, WorkloadMode } from '../../../constructs';
import { isFilledText, isRecord } from '../../../manifests/manifest';
import { type Fields, isList } from '../fields';
import { secretNamed } from '../identities';
import type { Raised } from '../raised';
import { policyTarget } from '../targets';
import { enumerated, istio, namedItems, plainData } from '../words';

export function wasmPlugin(fields: Fields): Raised {
  return { construct: istio('WasmPlugin'), props: { ...scope(fields), ...wasmModule(fields) } };
}

export function trafficExtension(fields: Fields): Raised {
  return {
    construct: istio('TrafficExtension'),
    props: { ...scope(fields), filter: filter(fields) },
  };
}

function filter(fields: Fields): Code {
  if (fields.has('wasm')) {
    return istio('ExtensionFilter.wasm').call(fields.required('wasm', fields.object('wasm', wasmModule)));
  }
  const code = fields.within('lua', (lua) => lua.required('inlineCode', lua.text('inlineCode')));
  return istio('ExtensionFilter.lua').call(fields.required('lua', code));
}

/** The traffic to which an extension applies. */
function scope(fields: Fields): Readonly<Record<string, Code>> {
  return {
    ...policyTarget(fields),
    phase: enumerated(fields, 'phase', { PluginPhase }),
    priority: fields.number('priority'),
    match: fields.list('match', (match) => ({
      mode: enumerated(match, 'mode', { WorkloadMode }),
      ports: match.list('ports', (port) => port.required('number', port.number('number'))),
    })),
  };
}

function wasmModule(fields: Fields): Readonly<Record<string, Code>> {
  return {
    url: fields.required('url', fields.text('url')),
    sha256: fields.text('sha256'),
    imagePullPolicy: enumerated(fields, 'imagePullPolicy', { WasmPullPolicy }),
    imagePullSecret: fields.say('imagePullSecret', isFilledText, secretNamed),
    pluginConfig: fields.say('pluginConfig', isRecord, plainData),
    pluginName: fields.text('pluginName'),
    failStrategy: enumerated(fields, 'failStrategy', { FailStrategy }),
    type: enumerated(fields, 'type', { WasmPluginType }),
    vmConfig: fields.object('vmConfig', (config) => ({
      env: config.required(
        'env',
        config.say('env', isList, (items, spot) => namedItems(items, spot, envValue)),
      ),
    })),
  };
}

function envValue(fields: Fields): Code {
  return fields.takeIf('valueFrom', 'HOST')
    ? istio('WasmEnvValue.host').call()
    : istio('WasmEnvValue.inline').call(fields.required('value', fields.text('value')));
}
