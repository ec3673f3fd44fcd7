import { type Document, type JsonSchema, type Listed, operationsOf, resolve, schemaOf } from '#tests/support/openapi.ts'

/**
 * What a client of the old document would notice: an operation, answer or field that is gone, a field that is no longer always there or may
 * be something else, input that must be given now, or is no longer accepted. Additions break nobody.
 */
export function breakingChanges(before: Document, after: Document): string[] {
  const now = new Map(operationsOf(after).map(operation => [operation.operationId, operation]))
  return operationsOf(before).flatMap(old => {
    const operation = now.get(old.operationId)
    if (!operation) return [`${old.operationId} is gone`]
    const moved = operation.method === old.method && operation.path === old.path ? [] : [`${old.operationId} has another address`]
    return [...moved, ...inputChanges(before, old, after, operation), ...answerChanges(before, old, after, operation)]
  })
}

function inputChanges(before: Document, old: Listed, after: Document, operation: Listed): string[] {
  const oldParameters = new Map((old.parameters ?? []).map(parameter => [parameter.name, parameter]))
  const parameters = new Map((operation.parameters ?? []).map(parameter => [parameter.name, parameter]))
  const place = `${old.operationId}: input`
  const changes = [...parameters.values()].flatMap(parameter => {
    const was = oldParameters.get(parameter.name)
    const where = `${place} ${parameter.name}`
    if (parameter.required && !was?.required) return [`${where} must be given`]
    return was ? narrowed(resolve(before, was.schema), resolve(after, parameter.schema), where) : []
  })
  const gone = [...oldParameters.keys()].filter(name => !parameters.has(name)).map(name => `${place} ${name} is gone`)
  const [wasBody, body] = [schemaOf(old.requestBody), schemaOf(operation.requestBody)]
  if (body && !wasBody) return [...changes, ...gone, `${place} has a body`]
  return [...changes, ...gone, ...(body && wasBody ? narrowed(resolve(before, wasBody), resolve(after, body), place) : [])]
}

function answerChanges(before: Document, old: Listed, after: Document, operation: Listed): string[] {
  const documented = Object.entries(old.responses).flatMap(([status, was]) => {
    const place = `${old.operationId}: answer ${status}`
    const answer = operation.responses[status]
    if (!answer) return [`${place} is gone`]
    const [wasBody, body] = [schemaOf(was), schemaOf(answer)]
    if (!wasBody) return []
    return body ? narrowed(resolve(after, body), resolve(before, wasBody), place) : [`${place} has no body`]
  })
  const added = Object.keys(operation.responses).filter(status => Number(status) < 300 && !(status in old.responses))
  return [...documented, ...added.map(status => `${old.operationId}: answer ${status} is new`)]
}

/**
 * Where `narrow` does not accept what `wide` does. Of input, `wide` is the old schema; of an answer it is the new one, because a client of
 * the old document must be able to read whatever the new one promises.
 */
function narrowed(wide: JsonSchema, narrow: JsonSchema, place: string): string[] {
  if (wide.anyOf || narrow.anyOf) {
    const choices = narrow.anyOf ?? [narrow]
    return (wide.anyOf ?? [wide]).flatMap(one =>
      choices.some(choice => narrowed(one, choice, place).length === 0) ? [] : [`${place} differs in what it may be`],
    )
  }
  const types = typesOf(narrow)
  const strange = typesOf(wide).filter(
    type => types.length > 0 && !types.includes(type) && !(type === 'integer' && types.includes('number')),
  )
  if (strange.length > 0 || (typesOf(wide).length === 0 && types.length > 0))
    return [`${place}: ${strange.join(', ') || 'anything'} against ${types.join(', ')}`]
  const values = narrow.enum && (wide.enum ?? ['anything']).filter(value => !narrow.enum?.includes(value))
  return [
    ...(values ?? []).map(value => `${place}: ${value} is not among the values`),
    ...limits.filter(([name, tighter]) => tighter(wide[name], narrow[name])).map(([name]) => `${place}: ${name} is tighter`),
    ...memberChanges(wide, narrow, place),
    ...(wide.items && narrow.items ? narrowed(wide.items, narrow.items, `${place}[]`) : []),
  ]
}

const typesOf = ({ type, enum: values }: JsonSchema): string[] =>
  type === undefined ? (values ?? []).map(value => typeof value) : [type].flat()

type Tighter = (wide: number | undefined, narrow: number | undefined) => boolean
const above: Tighter = (wide, narrow) => narrow !== undefined && (wide === undefined || narrow > wide)
const below: Tighter = (wide, narrow) => narrow !== undefined && (wide === undefined || narrow < wide)
type Limit = 'minimum' | 'maximum' | 'minLength' | 'maxLength' | 'minItems' | 'maxItems'
const limits: [Limit, Tighter][] = [
  ['minimum', above],
  ['minLength', above],
  ['minItems', above],
  ['maximum', below],
  ['maxLength', below],
  ['maxItems', below],
]

function memberChanges(wide: JsonSchema, narrow: JsonSchema, place: string): string[] {
  const [given, known] = [wide.properties ?? {}, narrow.properties ?? {}]
  const missing = (narrow.required ?? []).filter(name => !wide.required?.includes(name)).map(name => `${place}.${name} need not be there`)
  const members = Object.entries(known).flatMap(([name, schema]) => (given[name] ? narrowed(given[name], schema, `${place}.${name}`) : []))
  const [more, moreKnown] = [wide.additionalProperties, narrow.additionalProperties]
  const rest = typeof more === 'object' && typeof moreKnown === 'object' ? narrowed(more, moreKnown, `${place}.*`) : []
  return [...missing, ...members, ...rest]
}
