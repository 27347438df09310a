'use client';

import { CheckField, Field } from '@/components/ui/field';
import type { Ingredient } from '@/lib/menu';
import { consoleWords } from '../console-words';
import { SaveOutcome } from '../save-outcome';
import { useSave } from '../use-save';
import { EditDialog, type Draft } from './edit-dialog';
import { menuWords } from './menu-words';
import type { ShownItem, ShownMenu, StoreFacts } from './shown';

type Props = { readonly store: StoreFacts };

export function IngredientList({ store, menu: { ingredients, items } }: Props & { menu: ShownMenu }) {
  return <ul className="divide-y divide-border rounded-card border border-border bg-surface">{ingredients.map((ingredient) => <IngredientRow key={ingredient.id} store={store} ingredient={ingredient} items={items} />)}</ul>;
}

function IngredientRow({ store, ingredient, items }: Props & { ingredient: Ingredient; items: readonly ShownItem[] }) {
  const words = menuWords(store.locale);
  const { pending, outcome, save } = useSave(consoleWords(store.locale));
  const path = `/merchant/ingredients/${ingredient.id}`;
  const used = items.filter(({ sku }) => ingredient.linkedSkus.includes(sku)).map(({ name }) => name);
  return (
    <li className="px-4 py-3 sm:px-5">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <p className="font-medium wrap-anywhere">{ingredient.name}</p>
          <p className="text-[13px]/5 text-muted wrap-anywhere">{words.usedIn} {used.length === 0 ? words.none : used.join(', ')}</p>
        </div>
        <div className="flex items-center gap-4">
          <CheckField label={words.inStock} aria-label={`${words.inStock}: ${ingredient.name}`} checked={ingredient.inStock} disabled={pending} onChange={(event) => void save('PATCH', path, { inStock: event.target.checked })} />
          <EditDialog
            locale={store.locale} open={words.edit} openLabel={`${words.edit} ${ingredient.name}`} title={ingredient.name} method="PATCH" path={path} revision={ingredient.revision} draft={readIngredient}
            linesOf={({ name }) => [{ label: words.name, value: String(name) }]}
          >
            <IngredientFields store={store} items={items} ingredient={ingredient} />
          </EditDialog>
        </div>
      </div>
      {outcome && outcome.kind !== 'saved' ? <div className="mt-3"><SaveOutcome outcome={outcome} words={consoleWords(store.locale)} /></div> : null}
    </li>
  );
}

export function AddIngredient({ store, items }: Props & { items: readonly ShownItem[] }) {
  const words = menuWords(store.locale);
  return (
    <EditDialog locale={store.locale} open={words.addIngredient} title={words.addIngredient} method="POST" path="/merchant/ingredients" revision={null} draft={readIngredient}>
      <IngredientFields store={store} items={items} ingredient={null} />
    </EditDialog>
  );
}

function IngredientFields({ store, items, ingredient }: Props & { items: readonly ShownItem[]; ingredient: Ingredient | null }) {
  const words = menuWords(store.locale);
  return (
    <>
      <Field label={words.name} name="name" required maxLength={100} defaultValue={ingredient?.name} />
      <fieldset>
        <legend className="text-[13px]/5 font-medium">{words.usedIn}</legend>
        <div className="mt-1 grid gap-2 sm:grid-cols-2">
          {items.filter(({ archived, sku }) => !archived || ingredient?.linkedSkus.includes(sku)).map(({ sku, name }) => <CheckField key={sku} label={name} name="sku" value={sku} defaultChecked={ingredient?.linkedSkus.includes(sku)} />)}
        </div>
      </fieldset>
    </>
  );
}

const readIngredient = (form: FormData): Draft => ({ body: { name: String(form.get('name') ?? '').trim(), linkedSkus: form.getAll('sku').map(String) } });
