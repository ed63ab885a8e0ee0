/** All links to the live map that the organisation has made. */
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { ShareLinks } from './ShareLinks.tsx'
import { shareTexts } from './share-texts.ts'

const texts = defineTexts({
  map: { zh: '在途地图', en: 'Map', ru: 'Карта' },
})

export function ShareLinksScreen() {
  const t = useTexts(texts)
  const words = useTexts(shareTexts)
  return (
    <>
      <PageHeader title={words('title')} back={{ to: paths.map(), label: t('map') }} />
      <ShareLinks />
    </>
  )
}
