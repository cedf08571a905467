"""Deletes the objects that a chart no longer has.

`kubectl apply --prune` sees only its own list of kinds (no NetworkPolicy, autoscaler, disruption budget, service
account, role or custom resource) and only namespaces in which the chart still has an object. This custom resource
carries the names of all objects of a chart and deletes, on Update, those that are in the old list and not in the new.

Create and Delete do nothing: CloudFormation sends Delete for a replaced resource too, and the chart's own manifest
deletes a chart that is removed.

On a roll-back CloudFormation sends the old list as the new one, so the objects that only the failed revision had are
deleted, and nothing that the restored revision has. An object that moved to an earlier chart carries that chart's
label by now, and the label selector leaves it alone; one that moved to a later chart is deleted here and made anew
there.
"""

import logging
import os
import subprocess

logging.getLogger().setLevel(logging.INFO)

# Where the two Lambda layers put their programs.
os.environ['PATH'] = '/opt/kubectl:/opt/awscli:' + os.environ['PATH']

KUBECONFIG = '/tmp/kubeconfig'

# Deleting one of these deletes what lies in it.
NEVER_DELETED = {
    'CustomResourceDefinition.apiextensions.k8s.io',
    'Namespace',
    'PersistentVolume',
    'PersistentVolumeClaim',
}


def handler(event, _context):
    if event['RequestType'] != 'Update':
        return {}
    properties = event['ResourceProperties']
    retired = sorted(set(event['OldResourceProperties']['Objects']) - set(properties['Objects']))
    refused = [identity for identity in retired if identity.split('/')[0] in NEVER_DELETED]
    if refused:
        raise ValueError(f'refusing to delete {", ".join(refused)}: delete it by hand if that is meant')
    if retired:
        run('aws', 'eks', 'update-kubeconfig', '--name', properties['ClusterName'], '--kubeconfig', KUBECONFIG)
    for identity in retired:
        delete(identity, properties['PruneLabel'])
    return {}


def delete(identity, prune_label):
    """Deletes the object `kind/namespace/name` (`kind//name` in no namespace) if it still has the chart's label."""
    kind, namespace, name = identity.split('/')
    arguments = ['kubectl', '--kubeconfig', KUBECONFIG, 'delete', kind, f'--selector={prune_label}',
                 f'--field-selector=metadata.name={name}', '--ignore-not-found', '--wait=false']
    if namespace:
        arguments.append(f'--namespace={namespace}')
    try:
        run(*arguments)
    except RuntimeError as error:
        # The definition of a custom resource is gone, and its objects with it.
        if "the server doesn't have a resource type" not in str(error):
            raise


def run(*arguments):
    logging.info('running %s', arguments)
    result = subprocess.run(arguments, check=False, capture_output=True, text=True)
    logging.info(result.stdout)
    if result.returncode != 0:
        raise RuntimeError(f'{" ".join(arguments)}: {result.stderr.strip()}')
