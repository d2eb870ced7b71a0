using Xunit;

namespace MessageLB.Architecture.Tests.Sources;

/// <summary>The rules are only as good as what tells code from text.</summary>
public sealed class CSharpTextTests
{
    [Theory]
    [InlineData("a // b", "a     ")]
    [InlineData("a /* b */ c", "a         c")]
    [InlineData("a /* b\n */ c", "a     \n    c")]
    [InlineData("f(\"b\")", "f(\" \")")]
    [InlineData("f(\"\")", "f(\"\")")]
    [InlineData("f(\"\\\"b\") c", "f(\"   \") c")]
    [InlineData("f(\"// b\") c", "f(\"    \") c")]
    [InlineData("f('\"') c", "f(' ') c")]
    [InlineData("f('\\'') c", "f('  ') c")]
    [InlineData("f(@\"b\"\"d\\\") c", "f(@\"     \") c")]
    [InlineData("f($\"b{c}d\")", "f($\" {c} \")")]
    [InlineData("f($\"{{b}}\") c", "f($\"     \") c")]
    [InlineData("f($\"{c(\"b\")}\")", "f($\"{c(\" \")}\")")]
    [InlineData("f($\"{(c ? \"b\" : $\"{d}\")}b\") e", "f($\"{(c ? \" \" : $\"{d}\")} \") e")]
    [InlineData("f($@\"b{c}\"\"\") d", "f($@\" {c}  \") d")]
    [InlineData("f(@$\"b{c}\") d", "f(@$\" {c}\") d")]
    [InlineData("f(\"\"\"b \"d\" \"\"\") c", "f(\"\"\"      \"\"\") c")]
    [InlineData("f($$\"\"\"{b} {{c}}\"\"\") d", "f($$\"\"\"    {{c}}\"\"\") d")]
    [InlineData("#region it's b\nc", "#region it's b\nc")]
    [InlineData("/// b\nc", "     \nc")]
    public void CodeOnly_Source_BlanksCommentsAndText(string source, string code) => Assert.Equal(code, CSharpText.CodeOnly(source));

    [Fact]
    public void WithoutComments_Source_KeepsText() =>
        Assert.Equal("f(\"// b\", 'c')     ", CSharpText.WithoutComments("f(\"// b\", 'c') // d"));
}
