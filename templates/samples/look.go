package samples

import "vinhdanh/templates"

// officeLookSample is the page of the look for the head of the secretariat, with a fault, and for a member.
func officeLookSample(register templates.OfficeRegister, back templates.Link) [3]templates.OfficeLook {
	at := deskURL + "/certificates/look"
	head := templates.OfficeLook{Shell: officeShell("/certificates/look"), Edition: register.Edition, Nav: register.Nav, Back: back, Action: at,
		PictureAction: at + "/pictures", SpecimenURL: "/photo.svg", MaySet: true, Design: "modern-1", Language: "vi-en", Province: "tỉnh Hưng Yên",
		Offline: true, Sample: "longest", Authority: "Ủy ban nhân dân tỉnh Hưng Yên", SignerBlock: "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH",
		SignerTitle: "Phó Chủ tịch", SealURL: "/photo.svg",
		Designs: []templates.Option{{Value: "provincial-1", Label: "Trang trọng", Hint: "Giấy ngà, khung hoa văn đỏ và vàng"},
			{Value: "decree-1", Label: "Hành chính", Hint: "Chữ đen trên nền trắng, viền kép mảnh, theo Nghị định 30/2020"},
			{Value: "modern-1", Label: "Hiện đại", Hint: "Nền trắng thoáng, dải xanh ngọc với mặt trống đồng"}},
		Languages: []templates.Option{{Value: "vi", Label: "Tiếng Việt", Hint: "Toàn bộ bằng tiếng Việt"},
			{Value: "en", Label: "Tiếng Anh", Hint: "Quốc hiệu và các tên gọi giữ tiếng Việt"}, {Value: "vi-en", Label: "Song ngữ", Hint: "Tiếng Việt trước, tiếng Anh nhỏ hơn ở dưới"}},
		Samples: []templates.Option{{Value: "longest", Label: "Tên sản phẩm dài nhất của kỳ", Hint: "Để thấy chữ có vừa trang không"},
			{Value: "short", Label: "Một tên ngắn", Hint: "Để thấy trang lúc thoáng nhất"}}}
	wrong, read := head, head
	wrong.Faults = templates.FormFaults{{Field: "place", Message: "Tên chứa ký tự ẩn (U+202E). Hãy xóa và gõ lại tên."},
		{Field: "file-seal", Message: "Đây không phải là ảnh. Hãy gửi ảnh JPEG hoặc PNG."}}
	read.MaySet, read.SealURL = false, ""
	return [3]templates.OfficeLook{head, wrong, read}
}
