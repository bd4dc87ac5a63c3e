using CertWorkflows.Server.Exports;

namespace CertWorkflows.Server.Tests.Exports;

public class CsvTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+86 1", "'+86 1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("  =cmd|' /C calc'!A0", "'  =cmd|' /C calc'!A0")]
    [InlineData("=a,b", "\"'=a,b\"")]
    [InlineData("1-2", "1-2")]
    public void Cell_Written_IsReadAsTextAndAsOneCell(string text, string written) => Assert.Equal(written, CsvText.Cell(text));
}
