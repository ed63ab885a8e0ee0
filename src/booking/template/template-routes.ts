/** Templates and booking again, over HTTP. */
import { serve, type Http } from '#platform/http.ts'
import { fitAgain, fitTemplate, saveTemplate } from '#booking/template/booking-again.ts'
import { templateApi, templateProblem } from '#booking/template-contract.ts'
import { deleteTemplate, readTemplates } from '#booking/template/template-store.ts'

export function templateRoutes(http: Http): void {
  serve(http, templateApi.list, async ({ tx, actor }) => ({
    items: await readTemplates(tx, actor.organisationId),
  }))

  serve(http, templateApi.save, ({ tx, body, ...asking }) => saveTemplate(tx, asking, body))

  serve(http, templateApi.delete, async ({ tx, params, actor }) => {
    if (!(await deleteTemplate(tx, actor.organisationId, params.templateId)))
      throw templateProblem('booking.template_absent')
    return { items: await readTemplates(tx, actor.organisationId) }
  })

  serve(http, templateApi.fit, ({ tx, params, query, ...reading }) =>
    fitTemplate(tx, reading, { ...params, train: query.departure }),
  )

  serve(http, templateApi.again, ({ tx, params, query, ...reading }) =>
    fitAgain(tx, reading, { ...params, train: query.departure }),
  )
}
