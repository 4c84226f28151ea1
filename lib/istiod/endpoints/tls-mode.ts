/** The label by which proxies know that an endpoint speaks mutual TLS of the mesh: its value is `istio`. (G11) */
export const TLS_MODE = 'security.istio.io/tlsMode';
