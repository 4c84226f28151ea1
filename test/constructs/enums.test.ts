import * as extensions from '../../imports/extensions.istio.io';
import * as networking from '../../imports/networking.istio.io';
import * as security from '../../imports/security.istio.io';
import * as telemetry from '../../imports/telemetry.istio.io';
import * as lib from '../../lib';
import { PROTOCOLS } from '../../lib/istiod/registry/protocol';

type Values = Readonly<Record<string, string>>;

/** The enums of the constructs, those of the CRD for the same field, and the values that constructs leave out. */
const ENUMS: [name: string, construct: Values, crd: Values, leftOut?: readonly string[]][] = [
  ['ApplyTo', lib.ApplyTo, networking.EnvoyFilterSpecConfigPatchesApplyTo, ['INVALID']],
  ['AuthorizationAction', lib.AuthorizationAction, security.AuthorizationPolicySpecAction],
  ['CaptureMode of ingress', lib.CaptureMode, networking.SidecarSpecIngressCaptureMode],
  ['CaptureMode of egress', lib.CaptureMode, networking.SidecarSpecEgressCaptureMode],
  ['DerivePort', lib.DerivePort, networking.VirtualServiceSpecHttpRedirectDerivePort],
  ['FailStrategy', lib.FailStrategy, extensions.WasmPluginSpecFailStrategy],
  ['FailStrategy of modules', lib.FailStrategy, extensions.TrafficExtensionSpecWasmFailStrategy],
  ['FilterClass', lib.FilterClass, networking.EnvoyFilterSpecConfigPatchesPatchFilterClass, ['UNSPECIFIED']],
  [
    'H2UpgradePolicy',
    lib.H2UpgradePolicy,
    networking.DestinationRuleSpecTrafficPolicyConnectionPoolHttpH2UpgradePolicy,
  ],
  [
    'H2UpgradePolicy of Sidecars',
    lib.H2UpgradePolicy,
    networking.SidecarSpecInboundConnectionPoolHttpH2UpgradePolicy,
  ],
  ['IstioMetric', lib.IstioMetric, telemetry.TelemetrySpecMetricsOverridesMatchMetric],
  ['Location', lib.Location, networking.ServiceEntrySpecLocation],
  ['MutualTlsMode', lib.MutualTlsMode, security.PeerAuthenticationSpecMtlsMode, ['UNSET']],
  ['MutualTlsMode of ports', lib.MutualTlsMode, security.PeerAuthenticationSpecPortLevelMtlsMode, ['UNSET']],
  [
    'PatchContext',
    lib.PatchContext,
    networking.EnvoyFilterSpecConfigPatchesMatchContext,
    // Patches of waypoints have a method of their own.
    ['WAYPOINT'],
  ],
  ['PluginPhase', lib.PluginPhase, extensions.WasmPluginSpecPhase, ['UNSPECIFIED_PHASE']],
  [
    'ProxyProtocolVersion',
    lib.ProxyProtocolVersion,
    networking.DestinationRuleSpecTrafficPolicyProxyProtocolVersion,
  ],
  ['Resolution', lib.Resolution, networking.ServiceEntrySpecResolution],
  [
    'RouteAction',
    lib.RouteAction,
    networking.EnvoyFilterSpecConfigPatchesMatchRouteConfigurationVhostRouteAction,
  ],
  ['TlsVersion at least', lib.TlsVersion, networking.GatewaySpecServersTlsMinProtocolVersion, ['TLS_AUTO']],
  ['TlsVersion at most', lib.TlsVersion, networking.GatewaySpecServersTlsMaxProtocolVersion, ['TLS_AUTO']],
  [
    'UnmatchedPreflights',
    lib.UnmatchedPreflights,
    networking.VirtualServiceSpecHttpCorsPolicyUnmatchedPreflights,
    ['UNSPECIFIED'],
  ],
  ['WasmPluginType', lib.WasmPluginType, extensions.WasmPluginSpecType, ['UNSPECIFIED_PLUGIN_TYPE']],
  ['WasmPullPolicy', lib.WasmPullPolicy, extensions.WasmPluginSpecImagePullPolicy, ['UNSPECIFIED_POLICY']],
  ['WorkloadMode', lib.WorkloadMode, telemetry.TelemetrySpecMetricsOverridesMatchMode],
];

test.each(ENUMS)('%s has the values of the CRD', (...[, construct, crd, leftOut = []]) => {
  expect([...Object.values(construct), ...leftOut].sort()).toEqual(Object.values(crd).sort());
});

test('PortProtocol has the protocols that istiod reads', () => {
  expect(Object.values(lib.PortProtocol).sort()).toEqual([...PROTOCOLS].sort());
});
