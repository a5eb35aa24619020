package intake

import (
	"strings"
	"sync"

	"vinhdanh/internal/i18n"
)

// The columns that are used.
const (
	colProduct        = "product"
	colGroup          = "product_group"
	colProducer       = "producer.name"
	colKind           = "producer.entity_kind"
	colTaxCode        = "producer.tax_code"
	colRegistration   = "producer.registration_number"
	colAddress        = "producer.address"
	colCommune        = "producer.commune"
	colLocality       = "locality"
	colPhone          = "producer.phone"
	colEmail          = "producer.email"
	colRepresentative = "producer.representative"
	colDescription    = "description"
	colSetMembers     = "set_members"
	colProvince       = "province"
	colYear           = "year"
)

// Alias is one used column with the headers it goes by, Vietnamese first.
type Alias struct {
	Column  string
	Headers []string
}

// Aliases are all headers that are understood; case, marks, spaces and punctuation do not matter. It is
// the source of the table in docs/formats.md.
func Aliases() []Alias {
	return []Alias{
		{colProduct, []string{"sản phẩm", "tên sản phẩm", "tên sản phẩm, bộ sản phẩm", "tên sản phẩm/bộ sản phẩm", "bộ sản phẩm", "tên SP", "sản phẩm/bộ sản phẩm",
			"sản phẩm, bộ sản phẩm", "sản phẩm đăng ký", "tên sản phẩm đăng ký", "tên sản phẩm bình chọn", "tên sản phẩm tham gia bình chọn", "product", "product name"}},
		{colGroup, []string{"nhóm", "nhóm sản phẩm", "mã nhóm", "thuộc nhóm", "thuộc nhóm sản phẩm", "nhóm SP", "group", "product group", "product_group"}},
		{colProducer, []string{"cơ sở", "tên cơ sở", "cơ sở CNNT", "tên cơ sở CNNT", "cơ sở công nghiệp nông thôn", "tên cơ sở công nghiệp nông thôn",
			"cơ sở sản xuất", "tên cơ sở sản xuất", "đơn vị", "tên đơn vị", "đơn vị sản xuất", "chủ thể", "tên chủ thể", "producer", "producer name", "producer.name"}},
		{colKind, []string{"loại hình", "loại hình cơ sở", "loại hình doanh nghiệp", "loại cơ sở", "hình thức tổ chức", "entity kind", "entity_kind",
			"producer.entity_kind", "legal form"}},
		{colTaxCode, []string{"mã số thuế", "MST", "tax code", "tax_code", "producer.tax_code"}},
		{colRegistration, []string{"số đăng ký kinh doanh", "số ĐKKD", "số giấy đăng ký kinh doanh", "số giấy chứng nhận đăng ký kinh doanh", "ĐKKD",
			"số GCN ĐKKD", "registration number", "registration_number", "producer.registration_number"}},
		{colAddress, []string{"địa chỉ", "địa chỉ cơ sở", "địa chỉ sản xuất", "address", "producer.address"}},
		{colCommune, []string{"xã", "xã/phường", "xã, phường", "phường/xã", "xã/phường/thị trấn", "commune", "producer.commune"}},
		{colLocality, []string{"địa phương", "địa bàn", "huyện", "quận/huyện", "huyện/thị xã/thành phố", "huyện, thị xã, thành phố", "locality", "district"}},
		{colPhone, []string{"điện thoại", "số điện thoại", "SĐT", "ĐT", "số ĐT", "điện thoại liên hệ", "số điện thoại liên hệ", "SĐT liên hệ", "số ĐT liên hệ",
			"điện thoại di động", "di động", "phone", "telephone", "producer.phone"}},
		{colEmail, []string{"email", "e-mail", "thư điện tử", "hộp thư", "địa chỉ email", "producer.email"}},
		{colRepresentative, []string{"người đại diện", "đại diện", "họ tên người đại diện", "họ và tên người đại diện", "đại diện pháp luật",
			"người đại diện pháp luật", "người đại diện theo pháp luật", "chủ cơ sở", "representative", "producer.representative"}},
		{colDescription, []string{"mô tả", "mô tả sản phẩm", "thuyết minh", "giới thiệu", "giới thiệu sản phẩm", "description"}},
		{colSetMembers, []string{"các sản phẩm trong bộ", "sản phẩm trong bộ", "thành phần bộ sản phẩm", "thành phần bộ", "gồm các sản phẩm", "set members", "set_members"}},
	}
}

// known are columns that are read but not used for a nomination; they are reported like unknown ones.
func known() []Alias {
	return []Alias{
		{colProvince, []string{"tỉnh", "tỉnh/thành phố", "province"}},
		{colYear, []string{"năm", "year"}},
	}
}

// Folding every alias for every cell of a wide list would take minutes: both tables are folded once.
var (
	usedKeys  = sync.OnceValue(func() map[string]string { return keysOf(Aliases()) })
	knownKeys = sync.OnceValue(func() map[string]string { return keysOf(known()) })
)

func keysOf(aliases []Alias) map[string]string {
	keys := map[string]string{}
	for _, a := range aliases {
		for _, h := range a.Headers {
			keys[headerKey(h)] = a.Column
		}
	}
	return keys
}

// columnOf names the used column that a header means; the longest header has some forty characters.
func columnOf(header string) (string, bool) {
	if len(header) > MaxLine {
		return "", false
	}
	column, ok := usedKeys()[headerKey(header)]
	return column, ok
}

// headerKey is a header without case, marks, punctuation, and what stands in brackets behind it.
func headerKey(s string) string {
	s = i18n.Fold(s)
	if i := strings.IndexByte(s, '('); i > 0 {
		s = s[:i]
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,/._-:*;&", r) }), " ")
}
