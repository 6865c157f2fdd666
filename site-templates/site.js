// What makes the site handier where scripts run; without it nothing is missing.
// Column heads sort their table, and a field in the page's head leads to a
// country or network by its name or number.
(() => {
	'use strict';
	const script = document.currentScript;
	const root = script.src.slice(0, script.src.lastIndexOf('/') + 1);

	// --- Tables -----------------------------------------------------------

	// A cell as a number; NaN: it holds none. "1,414", "−28 (−1.9 %)", "< 0.01".
	const numberIn = (text) => {
		const found = text.replace(/,/g, '').match(/[+−-]?\d+(\.\d+)?/);
		return found ? Number(found[0].replace('−', '-')) : NaN;
	};

	const compare = (isNumber) => (a, b) => {
		if (!isNumber)
			return a.text.localeCompare(b.text, 'en', {numeric: true});
		// What is withheld or unknown stands last, whichever way.
		if (isNaN(a.number) || isNaN(b.number))
			return isNaN(a.number) - isNaN(b.number);
		return b.number - a.number;
	};

	const sort = (table, head, column) => {
		const body = table.tBodies[0];
		const isNumber = head.classList.contains('num');
		const again = head.getAttribute('aria-sort');
		const first = isNumber ? 'descending' : 'ascending';
		const turned = isNumber ? 'ascending' : 'descending';
		const order = again === first ? turned : first;
		const rows = [...body.rows].map((row) => {
			const text = row.cells[column].textContent.trim();
			return {row, text, number: numberIn(text)};
		});
		rows.sort(compare(isNumber));
		if (order === turned) {
			const known = rows.filter((r) => !isNumber || !isNaN(r.number));
			rows.splice(0, known.length, ...known.reverse());
		}
		for (const th of table.tHead.rows[0].cells)
			th.removeAttribute('aria-sort');
		head.setAttribute('aria-sort', order);
		body.append(...rows.map((r) => r.row));
	};

	for (const table of document.querySelectorAll('table.sortable')) {
		[...table.tHead.rows[0].cells].forEach((head, column) => {
			if (head.tagName !== 'TH' || head.classList.contains('fixed'))
				return;
			const button = document.createElement('button');
			button.type = 'button';
			button.append(...head.childNodes);
			button.addEventListener('click', () => sort(table, head, column));
			head.append(button);
		});
	}

	// --- Search -----------------------------------------------------------

	const MOST = 8;
	let index; // a promise of the list, once somebody asks for it

	// Entries are [path, name, words to look in].
	const load = async () => {
		const answer = await fetch(root + 'search.json');
		if (!answer.ok)
			throw new Error(answer.statusText);
		const lists = await answer.json();
		const plain = (text) => text.toLowerCase();
		return [
			...lists.countries.map(([key, name]) =>
				[`country/${key}/`, name, plain(`${name} ${key}`)]),
			...lists.networks.map(([key, name]) =>
				[`asn/AS${key}/`, `AS${key} ${name}`, plain(`as${key} ${key} ${name}`)]),
		];
	};

	// What begins with the words comes before what has them somewhere.
	const find = (entries, words) => {
		const starts = [], others = [];
		for (const entry of entries) {
			const at = entry[2].indexOf(words);
			if (at === 0 || (at > 0 && entry[2][at - 1] === ' '))
				starts.push(entry);
			else if (at > 0)
				others.push(entry);
			if (starts.length === MOST)
				break;
		}
		return [...starts, ...others].slice(0, MOST);
	};

	const form = document.createElement('form');
	form.className = 'search';
	form.setAttribute('role', 'search');
	const field = document.createElement('input');
	field.type = 'search';
	field.placeholder = 'Search';
	field.autocomplete = 'off';
	field.setAttribute('aria-label', 'Find a country or network');
	field.setAttribute('aria-describedby', 'search-note');
	const note = document.createElement('p');
	note.id = 'search-note';
	note.className = 'hidden';
	note.setAttribute('role', 'status');
	const list = document.createElement('ul');
	form.append(field, note, list);

	const show = (entries) => {
		list.replaceChildren(...entries.map(([path, name]) => {
			const item = document.createElement('li');
			const link = document.createElement('a');
			link.href = `${root}${path}index.html`;
			link.textContent = name;
			item.append(link);
			return item;
		}));
	};

	const look = async () => {
		const words = field.value.trim().toLowerCase();
		if (words === '') {
			show([]);
			note.textContent = '';
			return;
		}
		try {
			index ??= load();
			const found = find(await index, words);
			if (words !== field.value.trim().toLowerCase())
				return;
			show(found);
			note.textContent = found.length === 0
				? 'Nothing of that name is published'
				: `${found.length} found`;
			note.classList.toggle('hidden', found.length > 0);
		} catch {
			index = undefined;
			note.textContent = 'The list cannot be read here';
			note.classList.remove('hidden');
		}
	};

	field.addEventListener('input', look);
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		list.querySelector('a')?.click();
	});
	form.addEventListener('keydown', (event) => {
		const links = [...list.querySelectorAll('a')];
		const at = links.indexOf(document.activeElement);
		if (event.key === 'Escape') {
			field.value = '';
			look();
			field.focus();
		} else if (event.key === 'ArrowDown' && links.length > 0) {
			links[Math.min(at + 1, links.length - 1)].focus();
			event.preventDefault();
		} else if (event.key === 'ArrowUp' && at >= 0) {
			(links[at - 1] ?? field).focus();
			event.preventDefault();
		}
	});
	document.querySelector('.site-header .band')?.append(form);
})();
