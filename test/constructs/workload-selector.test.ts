import { ApiObject, Chart, Cron, Testing } from 'cdk8s';
import { CronJob, Deployment, Job, LabelSelector, Pod } from 'cdk8s-plus-28';
import { EchoServer, Gateway, Server, type WorkloadSelector } from '../../lib';
import { mistakesOf, newChart, specOf } from '../support';

const containers = [{ image: 'x' }];

function newGateway(selector: WorkloadSelector): Gateway {
  return new Gateway(newChart(), 'gateway', { selector, servers: [Server.http({ hosts: ['*'] })] });
}

const labelsFor = (selector: WorkloadSelector) =>
  (specOf(newGateway(selector)) as { selector: unknown }).selector;

test('labels', () => {
  expect(labelsFor({ app: 'edge' })).toEqual({ app: 'edge' });
});

test('the labels by which a workload selects its pods', () => {
  const deployment = new Deployment(newChart(), 'edge', { containers });

  expect(labelsFor(deployment)).toEqual(deployment.matchLabels);
  expect(deployment.podMetadata.toJson().labels).toMatchObject(deployment.matchLabels);
  expect(labelsFor(new EchoServer(newChart(), 'echo'))).toEqual({ app: 'echo', version: 'v1' });
});

test('the labels of a pod', () => {
  const pod = new Pod(newChart(), 'edge', { containers, metadata: { labels: { app: 'edge' } } });

  expect(labelsFor(pod)).toEqual({ app: 'edge', 'cdk8s.io/metadata.addr': expect.any(String) });
});

test('the labels of the pods of jobs, which have no selector', () => {
  const job = new Job(newChart(), 'job', { containers });
  const cronJob = new CronJob(newChart(), 'cron', { containers, schedule: Cron.daily() });

  expect(ApiObject.of(job).toJson().spec.template.metadata.labels).toEqual(labelsFor(job));
  expect(ApiObject.of(cronJob).toJson().spec.jobTemplate.spec.template.metadata.labels).toEqual(
    labelsFor(cronJob),
  );
});

test('refuses a workload whose pods do not have the labels', () => {
  const deployment = new Deployment(newChart(), 'edge', { containers, select: false });
  deployment.select(LabelSelector.of({ labels: { app: 'edge' } }));

  expect(mistakesOf(newGateway(deployment))).toEqual([
    '[test/gateway] Gateway "test-gateway": spec.selector would not find the pods of Deployment "test-edge": ' +
      'it selects by label "app: edge", which its pods do not have; add it to podMetadata [IST9043]',
  ]);
});

test('refuses a workload without labels', () => {
  const deployment = new Deployment(new Chart(Testing.app(), 'x'), 'edge', {
    metadata: { name: 'edge' },
    containers,
    select: false,
  });

  expect(mistakesOf(newGateway(deployment))).toEqual([
    '[test/gateway] Gateway "test-gateway": spec.selector cannot tell the pods of Deployment "edge" by labels, ' +
      'as it selects none; give it labels to select by [IST9043]',
  ]);
});
