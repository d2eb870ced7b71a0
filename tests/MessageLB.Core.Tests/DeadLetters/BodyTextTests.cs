using System.Text;
using MessageLB.Core.DeadLetters;
using Xunit;

namespace MessageLB.Core.Tests.DeadLetters;

public sealed class BodyTextTests
{
    [Theory]
    [InlineData("{\"a\":[1,\"ä\"]}", BodyForm.Json, "{\n  \"a\": [\n    1,\n    \"ä\"\n  ]\n}")]
    [InlineData("{\"a\":", BodyForm.Text, "{\"a\":")]
    [InlineData("{} {}", BodyForm.Text, "{} {}")]
    [InlineData("42", BodyForm.Text, "42")]
    [InlineData("two\r\nlines\tof text", BodyForm.Text, "two\nlines\tof text")]
    [InlineData("", BodyForm.Text, "")]
    [InlineData("a\u001b[2Jb", BodyForm.Hex, "00000000  61 1b 5b 32 4a 62                                 |a.[2Jb|")]
    [InlineData("a\u202eb", BodyForm.Hex, "00000000  61 e2 80 ae 62                                    |a...b|")]
    public void Of_ABody_IsShownAsWhatItIs(string body, BodyForm form, string text)
    {
        var shown = BodyText.Of(Given.Body(Encoding.UTF8.GetBytes(body)), BodyForm.Auto, 1000);

        Assert.Equal((form, text), (shown.Form, shown.Text));
    }

    [Fact]
    public void Of_BytesThatAreNoText_AreHexadecimalInLinesOfSixteen()
    {
        var shown = BodyText.Of(Given.Body([.. Enumerable.Range(0xF0, 16).Append(0x41).Select(i => (byte)i)]), BodyForm.Text, 1000);

        Assert.Equal(
            "00000000  f0 f1 f2 f3 f4 f5 f6 f7  f8 f9 fa fb fc fd fe ff  |................|\n" +
            "00000010  41                                                |A|",
            shown.Text);
        Assert.Equal(17, shown.Bytes);
    }

    [Theory]
    [InlineData(6, "grüß")]
    [InlineData(5, "grü")]
    [InlineData(3, "gr")]
    public void Of_ALongBody_IsCutBetweenCharacters(int most, string text)
    {
        var shown = BodyText.Of(Given.Body("grüße"u8.ToArray(), most), BodyForm.Auto, most);

        Assert.Equal((BodyForm.Text, text, Encoding.UTF8.GetByteCount(text)), (shown.Form, shown.Text, shown.Bytes));
    }

    [Fact]
    public void Of_ACompressedBody_IsHexadecimalUnlessTextIsAskedFor()
    {
        Assert.Equal(BodyForm.Hex, BodyText.Of(Given.Body("abc"u8.ToArray(), encoding: "gzip"), BodyForm.Auto, 10).Form);
        Assert.Equal(BodyForm.Text, BodyText.Of(Given.Body("abc"u8.ToArray(), encoding: "gzip"), BodyForm.Text, 10).Form);
    }

    [Fact]
    public void Printable_WhatAScreenWouldObey_IsWrittenOut() => Assert.Equal("a\\u{1b}[31m\\u{a}ä", HeaderText.Printable("a\u001b[31m\nä"));

    [Fact]
    public void Write_ValuesOfHeaders_AreReadable()
    {
        var value = new Dictionary<string, object?> { ["list"] = new List<object?> { 1, "two"u8.ToArray(), true, null }, ["raw"] = new ReadOnlyMemory<byte>([1, 255]) };

        Assert.Equal("{list: [1, two, true, ], raw: 0x01ff}", HeaderText.Write(value));
    }

    [Fact]
    public void Write_ATableInATableWithoutEnd_Ends()
    {
        var value = new Dictionary<string, object?>();
        value["again"] = value;

        Assert.Equal("{again: {again: {again: {again: …}}}}", HeaderText.Write(value));
    }
}
