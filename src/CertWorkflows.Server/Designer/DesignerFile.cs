using Microsoft.Net.Http.Headers;

namespace CertWorkflows.Server.Designer;

/// <summary>One file of the designer with what the package brings of it compressed.</summary>
/// <param name="Path">Where the file lies.</param>
/// <param name="ContentType">What it is.</param>
/// <param name="Encodings">The encodings it also exists in: their name and the file's ending, the smallest first.</param>
/// <param name="Tag">Tells one content from another.</param>
/// <param name="NeverChanges">Whether the name carries a hash of the content, so that a browser need never ask again.</param>
internal sealed record DesignerFile(
    string Path, string ContentType, IReadOnlyList<(string Name, string Ending)> Encodings, string Tag, bool NeverChanges)
{
    /// <summary>The file in the best encoding that the browser takes.</summary>
    public IResult Answer(HttpContext context)
    {
        var encoding = Encodings.FirstOrDefault(encoding => Takes(context.Request, encoding.Name));
        var headers = context.Response.Headers;
        headers.CacheControl = NeverChanges ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (encoding.Name is not null)
        {
            headers.ContentEncoding = encoding.Name;
        }

        return TypedResults.PhysicalFile(
            Path + encoding.Ending, ContentType, entityTag: new EntityTagHeaderValue($"\"{Tag}{encoding.Ending}\""));
    }

    private static bool Takes(HttpRequest request, string encoding) =>
        request.GetTypedHeaders().AcceptEncoding.Any(wanted => wanted.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && wanted.Quality != 0);
}
