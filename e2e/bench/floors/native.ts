import { zodResolver } from '@hookform/resolvers/zod'
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { addMinutes, format, isValid } from 'date-fns'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { useForm, useWatch } from 'react-hook-form'
import { z } from 'zod'
import { PlainForm } from './inputs.ts'

/** The lightest form on the desk's libraries: native inputs, a datalist of owners, drawn by the browser. */
const Wishes = z.object({
  taskType: z.string().min(1, 'Choose a type'),
  owner: z.string().min(1, 'Choose an owner'),
  lead: z.string(),
  date: z.iso.date('Choose a date'),
  start: z.string().regex(/^\d\d:\d\d$/, 'Choose a start'),
  duration: z.string().regex(/^\d+$/, 'Minutes'),
  end: z.string(),
  noFixedTime: z.boolean(),
  subject: z.string().min(1, 'Write a subject'),
  location: z.string(),
  description: z.string(),
  reminder: z.string(),
  notifyOwner: z.boolean(),
})
const Owners = z.object({
  owners: z.array(z.object({ id: z.string(), name: z.string(), email: z.nullable(z.string()) })),
})
const TaskTypes = z.object({ taskTypes: z.array(z.object({ id: z.string(), name: z.string() })) })

async function read<Schema extends z.ZodType>(path: string, schema: Schema) {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`)
  return schema.parse(await response.json())
}

const defaultValues: z.infer<typeof Wishes> = {
  taskType: '',
  owner: '',
  lead: '',
  date: format(new Date(), 'yyyy-MM-dd'),
  start: format(addMinutes(new Date(), 30), 'HH:mm'),
  duration: '30',
  end: '',
  noFixedTime: false,
  subject: '',
  location: '',
  description: '',
  reminder: '',
  notifyOwner: false,
}

function NativeForm() {
  const form = useForm({ resolver: zodResolver(Wishes), defaultValues })
  const owners = useQuery({ queryKey: ['owners'], queryFn: () => read('api/owners', Owners) })
  const types = useQuery({
    queryKey: ['task-types'],
    queryFn: () => read('api/task-types', TaskTypes),
  })
  const [date, start, duration] = useWatch({
    control: form.control,
    name: ['date', 'start', 'duration'],
  })
  const end = addMinutes(new Date(`${date}T${start}`), Number(duration))
  const { errors } = form.formState
  return createElement(
    PlainForm,
    {
      propsOf: (name) =>
        name === 'owner'
          ? {
              list: 'owners',
              ...form.register(name, { onChange: () => performance.mark('first-field') }),
            }
          : form.register(name),
      optionsOf: (name) =>
        (name === 'taskType' ? (types.data?.taskTypes ?? []) : []).map((type) =>
          createElement('option', { key: type.id, value: type.id }, type.name),
        ),
      noteOf: (name) =>
        errors[name]?.message ??
        (name === 'end' && isValid(end) ? format(end, 'EEEE d MMMM, HH:mm') : undefined),
      onSubmit: (event) => {
        event.preventDefault()
        void form.handleSubmit((wishes) =>
          fetch('api/appointments', { method: 'POST', body: JSON.stringify(wishes) }),
        )()
      },
    },
    createElement(
      'datalist',
      { id: 'owners' },
      ...(owners.data?.owners ?? []).map((owner) =>
        createElement('option', { key: owner.id, value: owner.name }, owner.email),
      ),
    ),
  )
}

const root = document.getElementById('root')
if (!root) throw new Error('The page has no place for the form.')
createRoot(root).render(
  createElement(QueryClientProvider, { client: new QueryClient() }, createElement(NativeForm)),
)
