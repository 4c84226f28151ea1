/** A Pod, by default in the namespace `default`. */
export function pod(name: string, labels: string, namespace = 'default', annotations = '{}'): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ${namespace}, labels: ${labels}, annotations: ${annotations} }
spec: { containers: [{ name: app }] }`;
}

/** A Deployment with pods of these labels. */
export function deployment(name: string, labels: string, namespace = 'default'): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec: { template: { metadata: { labels: ${labels} }, spec: { containers: [{ name: app }] } } }`;
}

/** A Namespace. */
export function namespace(name: string, labels = '{}'): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: ${labels} }`;
}
