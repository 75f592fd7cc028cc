"""What can go wrong with files."""

from lianfang.core.problems import Invalid, Problem


class TooBig(Invalid):
    code, status, title = "file.too_big", 413, "照片不能超过 10 MB，请压缩后再传"


class NotAPhoto(Invalid):
    code, title = "file.not_a_photo", "只能上传 JPEG、PNG 或 WebP 照片"


class NotADocument(Invalid):
    code, title = "file.not_a_document", "附件只能是不含宏的 PDF、Word（docx）或 Excel（xlsx）文件"


class DocumentTooBig(Invalid):
    code, status, title = "file.document_too_big", 413, "附件不能超过 20 MB，请压缩或拆分后再传"


class KeyTaken(Problem):
    code, status, title = "file.key_taken", 409, "这张照片的编号已被占用，请重新选择照片"


class NoFont(Problem):
    code, status, title = (
        "file.no_font",
        500,
        "生成文书缺少中文字体，请安装 fonts-noto-cjk 或用 LIANFANG_FONTS 指定字体目录",
    )
