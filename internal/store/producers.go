package store

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"vinhdanh/judging"
)

const (
	producerColumns = `id, organiser, owner, name, name_key, entity_kind, tax_code, registration_number, address, commune,
commune_key, phone, email, representative, created`
	productColumns = `id, producer, name, name_key, created`

	queryProducer       query = "SELECT " + producerColumns + " FROM producers WHERE id = $1"
	queryProducerByName query = "SELECT " + producerColumns + ` FROM producers
WHERE organiser = $1 AND name_key = $2 AND commune_key = $3 ORDER BY created, id LIMIT 1`
	querySaveProducer query = "INSERT INTO producers (" + producerColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT (id) DO UPDATE SET organiser = excluded.organiser, owner = excluded.owner, name = excluded.name,
name_key = excluded.name_key, entity_kind = excluded.entity_kind, tax_code = excluded.tax_code,
registration_number = excluded.registration_number, address = excluded.address, commune = excluded.commune,
commune_key = excluded.commune_key, phone = excluded.phone, email = excluded.email,
representative = excluded.representative, created = excluded.created`
	queryProducerUses query = `SELECT COUNT(*) FROM nominations WHERE producer_id = $1`
	queryProductUses  query = `SELECT COUNT(*) FROM nominations WHERE product_id = $1`

	queryProduct       query = "SELECT " + productColumns + " FROM products WHERE id = $1"
	queryProductByName query = "SELECT " + productColumns + ` FROM products
WHERE producer = $1 AND name_key = $2 ORDER BY created, id LIMIT 1`
	querySaveProduct query = "INSERT INTO products (" + productColumns + `) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (id) DO UPDATE SET producer = excluded.producer, name = excluded.name,
name_key = excluded.name_key, created = excluded.created`
)

// nameKey is a name as it is compared: diacritics count, because "Lan" and "Lân" are two people; case and
// spacing do not.
func nameKey(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFC.String(s))), " ")
}

func scanProducer(_ *Tx, row scan) (p judging.Producer, err error) {
	var nameKey, communeKey string
	err = row(&p.ID, &p.Organiser, &p.Owner, &p.Name, &nameKey, &p.EntityKind, &p.TaxCode,
		&p.RegistrationNumber, &p.Address, &p.Commune, &communeKey, &p.Phone, &p.Email, &p.Representative,
		stamp(&p.Created))
	return p, err
}

func scanProduct(_ *Tx, row scan) (p judging.Product, err error) {
	var nameKey string
	err = row(&p.ID, optional(&p.Producer), &p.Name, &nameKey, stamp(&p.Created))
	return p, err
}

// ProducerUses counts the nominations of a producer.
func (t *Tx) ProducerUses(id string) (int, error) {
	return one(t, "producer", plain[int], queryProducerUses, id)
}

// ProductUses counts the nominations of a product.
func (t *Tx) ProductUses(id string) (int, error) {
	return one(t, "product", plain[int], queryProductUses, id)
}

// Producer loads a producer by its id.
func (t *Tx) Producer(id string) (judging.Producer, error) {
	return one(t, "producer", scanProducer, queryProducer, id)
}

// ProducerByName finds an organiser's producer by name and commune, whatever their case and spacing.
func (t *Tx) ProducerByName(organiser, name, commune string) (judging.Producer, error) {
	return one(t, "producer", scanProducer, queryProducerByName, organiser, nameKey(name), nameKey(commune))
}

// SaveProducer writes a producer.
func (t *Tx) SaveProducer(p judging.Producer) error {
	return t.exec(querySaveProducer, p.ID, p.Organiser, p.Owner, p.Name, nameKey(p.Name), p.EntityKind,
		p.TaxCode, p.RegistrationNumber, p.Address, p.Commune, nameKey(p.Commune), p.Phone, p.Email,
		p.Representative, micros(p.Created))
}

// Product loads a product by its id.
func (t *Tx) Product(id string) (judging.Product, error) {
	return one(t, "product", scanProduct, queryProduct, id)
}

// ProductByName finds a producer's product by name, whatever its case and spacing.
func (t *Tx) ProductByName(producer, name string) (judging.Product, error) {
	return one(t, "product", scanProduct, queryProductByName, producer, nameKey(name))
}

// SaveProduct writes a product.
func (t *Tx) SaveProduct(p judging.Product) error {
	return t.exec(querySaveProduct, p.ID, reference(p.Producer), p.Name, nameKey(p.Name), micros(p.Created))
}
