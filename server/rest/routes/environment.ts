import { changeEnvironment, getEnvironmentSettings } from '#server/environments/settings.ts'
import { EnvironmentSettings, EnvironmentSettingsPatch } from '#server/environments/settings-schema.ts'
import { exportEnvironment, importEnvironment } from '#server/environments/transfer.ts'
import { EnvironmentExport, EnvironmentImport } from '#server/environments/transfer-schema.ts'
import { operation, reply } from '#server/rest/operation.ts'

const tag = 'Environment'
const maxImportBytes = 16 * 1024 * 1024

export const environmentOperations = [
  operation({
    method: 'get',
    path: '/environment/settings',
    operationId: 'v1.environment.get-settings',
    summary: 'Get the settings of the environment',
    description: 'What applies where an endpoint or a message says nothing else.',
    tag,
    permission: 'read',
    responses: { 200: EnvironmentSettings },
    run: async ({ context }) => reply(200, await getEnvironmentSettings(context)),
  }),
  operation({
    method: 'patch',
    path: '/environment/settings',
    operationId: 'v1.environment.patch-settings',
    summary: 'Change the settings of the environment',
    description: 'What is left out stays. It acts on the next message and the next attempt.',
    tag,
    permission: 'manageEnvironment',
    body: EnvironmentSettingsPatch,
    responses: { 200: EnvironmentSettings },
    run: async ({ context, body, tx }) => reply(200, await changeEnvironment(context, body, tx)),
  }),
  operation({
    method: 'post',
    path: '/environment/export',
    operationId: 'v1.environment.export',
    summary: 'Export settings and event types',
    description: 'Everything that an import takes.',
    tag,
    permission: 'read',
    ownTransaction: true,
    responses: { 200: EnvironmentExport },
    run: async ({ context }) => reply(200, await exportEnvironment(context)),
  }),
  operation({
    method: 'post',
    path: '/environment/import',
    operationId: 'v1.environment.import',
    summary: 'Import settings and event types',
    description: 'Adds and replaces what is given and deletes nothing. Checked first: when anything is wrong, nothing is changed.',
    tag,
    permission: 'manageEnvironment',
    maxBodyBytes: maxImportBytes,
    body: EnvironmentImport,
    responses: { 204: null },
    run: async ({ context, body, tx }) => {
      await importEnvironment(context, body, tx)
      return reply(204, null)
    },
  }),
]
